import type { Store } from '../store.ts'

export async function sealDay(_db: Store, _day: string, _now: number): Promise<void> {}

import { muscatDay } from '../../../worker/contract/dates.ts'
import type { SignedGateList } from '../../../worker/contract/gate-list.ts'
import type { CheckInRefusalCode } from '../../../worker/contract/gate.ts'
import type { PassKey } from '../../../worker/contract/pass.ts'

// What a prepared phone keeps, in its browser: no name and no phone number.

/** One exhibition's list of one day. */
export interface KeptDay {
  slug: string
  day: string
  signed: SignedGateList
  keys: PassKey[]
  canVerify: boolean
  /** How far this phone's clock is behind ours, so that its times are right although its clock is not. */
  clockBehindMs: number
}

/** A check-in that was not sent, or that was sent and not accepted. */
export interface QueuedCheckIn {
  id: number
  slug: string
  reference: string
  /** The text of the pass, where one was shown. */
  pass: string | null
  at: string
  refusal: CheckInRefusalCode | null
}

/** Somebody whom this phone let in. */
interface Seen {
  slug: string
  day: string
  reference: string
  at: string
}

const stores = { days: 'days', queue: 'queue', seen: 'seen' } as const
type StoreName = keyof typeof stores

let opened: Promise<IDBDatabase> | undefined

function openDatabase(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('tamkeen-gate', 1)
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(stores.days, { keyPath: 'slug' })
      request.result.createObjectStore(stores.queue, { keyPath: 'id', autoIncrement: true })
      request.result.createObjectStore(stores.seen, { keyPath: ['slug', 'day', 'reference'] })
    })
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('The browser keeps nothing.')))
  })
  return opened
}

/** One request in a transaction of its own; it is kept once the transaction is complete. */
async function within<T>(
  name: StoreName,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openDatabase()
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: 'strict' })
    const request = ask(transaction.objectStore(name))
    transaction.addEventListener('complete', () => resolve(request.result))
    // A fault of a request ends its transaction as well.
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('It was not kept.')))
  })
}

export const keepDay = (day: KeptDay): Promise<unknown> => within('days', 'readwrite', (store) => store.put(day))

/** Keeps a newer list in the place of one that is kept still; whoever forgot it meanwhile is not given another. */
export const renewDay = (day: KeptDay): Promise<unknown> =>
  within('days', 'readwrite', (store) => {
    const request = store.getKey(day.slug)
    request.addEventListener('success', () => {
      if (request.result !== undefined) store.put(day)
    })
    return request
  })

/** What is kept of one exhibition for today by our clock; lists of other days are removed on the way. */
export async function findKeptDay(slug: string, phoneMs: number): Promise<KeptDay | null> {
  const kept: KeptDay[] = await within('days', 'readonly', (store) => store.getAll())
  const isToday = ({ day, clockBehindMs }: KeptDay) => day === muscatDay(phoneMs + clockBehindMs)
  for (const { slug: other } of kept.filter((one) => !isToday(one))) {
    await within('days', 'readwrite', (store) => store.delete(other))
  }
  return kept.find((one) => one.slug === slug && isToday(one)) ?? null
}

/** When this phone let whom in, by reference; other days are removed on the way. */
export async function listSeen(slug: string, today: string): Promise<Map<string, string>> {
  const all: Seen[] = await within('seen', 'readonly', (store) => store.getAll())
  for (const old of all.filter(({ day }) => day !== today)) {
    await within('seen', 'readwrite', (store) => store.delete([old.slug, old.day, old.reference]))
  }
  return new Map(
    all.filter((one) => one.slug === slug && one.day === today).map(({ reference, at }) => [reference, at]),
  )
}

export const keepSeen = (seen: Seen): Promise<unknown> => within('seen', 'readwrite', (store) => store.put(seen))

export const forgetSeen = ({ slug, day, reference }: Omit<Seen, 'at'>): Promise<unknown> =>
  within('seen', 'readwrite', (store) => store.delete([slug, day, reference]))

/** Queues a check-in and gives its number. */
export const enqueue = async (checkIn: Omit<QueuedCheckIn, 'id'>): Promise<number> =>
  Number(await within('queue', 'readwrite', (store) => store.add(checkIn)))

/** All that was not sent or not accepted at a gate, the earliest first. */
export async function listQueue(slug: string): Promise<QueuedCheckIn[]> {
  const all: QueuedCheckIn[] = await within('queue', 'readonly', (store) => store.getAll())
  return all.filter((one) => one.slug === slug)
}

/** Takes a check-in out of the queue unless it was sent, or refused, before; says whether it did. */
export async function takeFromQueue(id: number): Promise<boolean> {
  const held: QueuedCheckIn | undefined = await within('queue', 'readwrite', (store) => {
    const request: IDBRequest<QueuedCheckIn | undefined> = store.get(id)
    request.addEventListener('success', () => {
      if (request.result?.refusal === null) store.delete(id)
    })
    return request
  })
  return held?.refusal === null
}

export const dequeue = (id: number): Promise<unknown> => within('queue', 'readwrite', (store) => store.delete(id))

export const refuseQueued = (checkIn: QueuedCheckIn, refusal: CheckInRefusalCode): Promise<unknown> =>
  within('queue', 'readwrite', (store) => store.put({ ...checkIn, refusal }))

/** Removes one gate's list and what this phone saw at it; its queue stays unless it is to go as well. */
export async function forgetKept(slug: string, { withQueue }: { withQueue: boolean }): Promise<void> {
  await within('days', 'readwrite', (store) => store.delete(slug))
  // An array comes after every text in the order of keys.
  await within('seen', 'readwrite', (store) => store.delete(IDBKeyRange.bound([slug], [slug, []])))
  if (withQueue) for (const { id } of await listQueue(slug)) await dequeue(id)
}

/** Removes the lists of every gate and what this phone saw; what was not sent or not accepted stays. */
export async function forgetEveryGate(): Promise<void> {
  await within('days', 'readwrite', (store) => store.clear())
  await within('seen', 'readwrite', (store) => store.clear())
}

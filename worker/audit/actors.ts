import type { Actor } from '../../db/queries/events.ts'
import type { DeskActor } from '../contract/desk.ts'
import type { Bilingual } from '../contract/exhibition.ts'

/** The number of the colleague who acted, or null. */
export function staffIdOf(actor: Actor): number | null {
  return actor.startsWith('staff:') ? Number(actor.slice('staff:'.length)) : null
}

/** Who acted, with a colleague's name. */
export function actorOf(actor: Actor, names: Map<number, Bilingual>): DeskActor {
  if (actor === 'applicant' || actor === 'delegate' || actor === 'system') return { kind: actor }
  const id = staffIdOf(actor) ?? 0
  return { kind: 'staff', name: names.get(id) ?? { ar: `#${id}`, en: `#${id}` } }
}

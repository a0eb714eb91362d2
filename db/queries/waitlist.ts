// SQL fragments of invariants 1 and 7, written once. `s` is a stall's alias in the query around them.

/** The states of invariant 1, as its index names them. */
export const occupying = `('pending', 'offered', 'confirmed', 'checked_in')`

/** No live booking holds the stall, and staff have not withheld it. */
export const stallIsFree = (s: string) => `
  ${s}.withheld_reason IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM bookings occupant
    WHERE occupant.stall_id = ${s}.id AND occupant.state IN ${occupying}
  )`

/** Nobody whom the stall suits is waiting for it. */
export const nobodyWaitsFor = (s: string) => `
  NOT EXISTS (
    SELECT 1 FROM waitlist_places waiter
    WHERE waiter.exhibition_id = ${s}.exhibition_id AND waiter.zone_id IN (0, ${s}.zone_id)
      AND waiter.needs_step_free <= ${s}.is_step_free
  )`

/** Free for a newcomer: while a suitable waiter exists nobody claims past them. */
export const stallIsClaimable = (s: string) => `${stallIsFree(s)} AND ${nobodyWaitsFor(s)}`

/** Domain.md, "Suitable": the only hard rule. `needs` is SQL that is 1 when the booking asks `step_free`. */
export const stallSuits = (s: string, needs: string) => `${s}.is_step_free >= ${needs}`

/** Every place that a draw of the exhibition published has been given out; until then a free stall may be somebody's. */
const drawIsGivenOut = (exhibitionId: string) => `NOT EXISTS (
  SELECT 1 FROM draws d WHERE d.exhibition_id = ${exhibitionId} AND d.state = 'drawn' AND d.applied_at_utc IS NULL)`

/** Free stalls go to whoever waits until the exhibition is live; after a draw, only once its own places are given. */
export const mayOffer = (e: string) => `(
  (${e}.mode = 'first_come' AND ${e}.state IN ('open', 'closed'))
  OR (${e}.mode = 'ballot' AND ${e}.state = 'drawn' AND ${drawIsGivenOut(`${e}.id`)}))`

/** Nor is a stall offered that staff withhold; `?` is the stall's id. */
export const stallMayBeOffered = `EXISTS (
  SELECT 1 FROM stalls s JOIN exhibitions e ON e.id = s.exhibition_id
  WHERE s.id = ? AND s.withheld_reason IS NULL AND ${mayOffer('e')})`

/** Whoever is given a place is given it at an exhibition that takes place; on the row of `bookings` being written. */
export const exhibitionGoesOn = {
  sql: `(SELECT e.state FROM exhibitions e WHERE e.id = bookings.exhibition_id) <> 'cancelled'`,
  values: [],
}

/** A free stall is nobody's by a draw; on the row of `bookings` being written. */
export const noDrawnPlaceIsTaken = {
  sql: `((SELECT e.state FROM exhibitions e WHERE e.id = bookings.exhibition_id) <> 'drawn'
    OR ${drawIsGivenOut('bookings.exhibition_id')})`,
  values: [],
}

/** What decides whom a stall suits. */
export interface StallPlace {
  exhibitionId: number
  zoneId: number
  isStepFree: boolean
}

/**
 * Whom a stall suits, in the order of their turn. Each queue is one seek, however long it is: SQLite would sort a
 * single query over several queues.
 */
export function waitersFor(stall: StallPlace, limit: number): string {
  const needs = stall.isStepFree ? [0, 1] : [0]
  const queues = [0, stall.zoneId].flatMap((zone) =>
    needs.map(
      (need) => `SELECT * FROM (
        SELECT ordinal, reference FROM waitlist_places
        WHERE exhibition_id = ${stall.exhibitionId} AND zone_id = ${zone} AND needs_step_free = ${need}
        ORDER BY ordinal LIMIT ${limit})`,
    ),
  )
  return `SELECT reference FROM (${queues.join(' UNION ALL ')}) ORDER BY ordinal LIMIT ${limit}`
}

/** The reference of the next waiter a stall suits, or NULL. */
export const nextWaiterFor = (stall: StallPlace): string => `(${waitersFor(stall, 1)})`

import { wordKey } from '../../worker/people/person.ts'
import { d1, db } from './store.ts'

const numbers = `WITH RECURSIVE n(i) AS (SELECT ?2 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?3)`
const reference = `printf('TMK-%02d%06d', ?1, i)`
const columns = `reference, exhibition_id, applicant_key, phone_key, kind, governorate, wilayat, category, lists_publicly,
  needs_step_free, language, consent_version, created_at_utc, updated_at_utc, head_mac, state, stall_id, ordinal, draw_code`
const values = `${reference}, ?1, 'applicant-' || i, 'phone-' || i, 'productive_family', 'muscat', 'as-seeb', 'halwa', 0,
  0, 'ar', '2026-11', 1764000000000 + i, 1764000000000 + i, 'x'`

/** State, stall, ordinal and draw code of the people of a crowd. Those who left keep stall and ordinal. */
const standing = {
  left: `CASE i % 5 WHEN 0 THEN 'declined' WHEN 1 THEN 'expired' WHEN 2 THEN 'cancelled' WHEN 3 THEN 'no_show' ELSE 'withdrawn' END,
    (SELECT min(id) FROM stalls WHERE exhibition_id = ?1) + i % (SELECT count(*) FROM stalls WHERE exhibition_id = ?1),
    iif(i % 2 = 0, 1000 + i, NULL), NULL`,
  waitlisted: `'waitlisted', NULL, 10 * i, NULL`,
  applied: `'applied', NULL, NULL, printf('%06d', i)`,
  pending: `'pending', (SELECT min(id) FROM stalls WHERE exhibition_id = ?1) + i, NULL, NULL`,
  confirmed: `'confirmed', (SELECT min(id) FROM stalls WHERE exhibition_id = ?1) + i, NULL, NULL`,
}

/** What a booking leaves in the other tables. */
const traces = [
  `${numbers} INSERT INTO events (stream, seq, type, at_utc, actor, data, previous_mac, mac)
   SELECT 'booking:' || ${reference}, 1, 'booked', 1764000000000 + i, 'applicant', '{"state":"waitlisted"}', '', 'x' FROM n WHERE ?4 = ?4`,
  `${numbers} INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, state, next_attempt_at_utc, created_at_utc)
   SELECT ${reference}, ${reference}, 'booking_received', 'sms', 'applicant', 'ar', '{"state":"waitlisted"}', 'sent', 1, 1 FROM n WHERE ?4 = ?4`,
  `${numbers} INSERT INTO idempotency_keys (scope, key, fingerprint, reference, answer, used_at_utc)
   SELECT 'bookings:' || ?1, 'key-' || i, 'x', ${reference}, '{}', 1796500000000 FROM n WHERE ?4 = ?4`,
  `${numbers} INSERT INTO name_words (exhibition_id, word_key, reference) SELECT ?1, ?4, ${reference} FROM n`,
]

/** The word that stands in the name of everybody in a crowd. */
export const crowdName = 'البلوشية'

const step = 10_000

/** Adds the `from`th to the `to`th person of a crowd to an exhibition, with all that a booking leaves behind. */
export async function addCrowd(
  exhibitionId: number,
  who: keyof typeof standing,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const word = await wordKey(db.keys, crowdName)
  for (let start = from; start < to; start += step) {
    const end = Math.min(start + step, to)
    await d1.batch([
      d1
        .prepare(`${numbers} INSERT INTO bookings (${columns}) SELECT ${values}, ${standing[who]} FROM n`)
        .bind(exhibitionId, start, end),
      ...traces.map((sql) => d1.prepare(sql).bind(exhibitionId, start, end, word)),
    ])
  }
}

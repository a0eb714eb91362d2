import type { D1Database } from '@cloudflare/workers-types'

/** Puts open exhibitions with free stalls into the benchmark's database: `bench-0-0`, `bench-0-1` … */
export default {
  async fetch(request: Request, { DB }: { DB: D1Database }): Promise<Response> {
    const { groups, each, stalls } = (await request.json()) as { groups: number; each: number; stalls: number }
    const numbers = (name: string, count: number) =>
      `${name}(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM ${name} WHERE i + 1 < ${count})`
    await DB.batch([
      DB.prepare(
        `INSERT INTO exhibitions (slug, title_ar, title_en, description_ar, description_en, venue_ar, venue_en,
           governorate, starts_on, ends_on, mode, review, state, booking_opens_at_utc, booking_closes_at_utc, plan_width, plan_height)
         WITH RECURSIVE ${numbers('g', groups)}, ${numbers('n', each)}
         SELECT 'bench-' || g.i || '-' || n.i, 'قياس', 'Bench', 'قياس', 'Bench', 'قياس', 'Bench', 'muscat', '2099-01-01',
           '2099-01-05', 'first_come', 'none', 'open', 0, 4000000000000, 600, 400 FROM g, n`,
      ),
      DB.prepare(
        `INSERT INTO zones (exhibition_id, code, title_ar, title_en, position)
         SELECT id, 'crafts', 'الحرف', 'Crafts', 0 FROM exhibitions WHERE slug LIKE 'bench-%'`,
      ),
      DB.prepare(
        `INSERT INTO stalls (exhibition_id, zone_id, code, x, y, width, height)
         WITH RECURSIVE ${numbers('n', stalls)}
         SELECT z.exhibition_id, z.id, 'A-' || (n.i + 1), n.i % 10 * 40, n.i / 10 * 40, 30, 30
         FROM zones z JOIN exhibitions e ON e.id = z.exhibition_id AND e.slug LIKE 'bench-%', n`,
      ),
    ])
    return new Response('filled')
  },
}

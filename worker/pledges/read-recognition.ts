import { listRecognised } from '../../db/queries/public-pledges.ts'
import type { LineKind, LineUnit, Sector } from '../contract/pledge-codes.ts'
import type { RecognisedCompany, Recognition } from '../contract/pledge-readings.ts'
import { keepFor } from '../exhibitions/public-cache.ts'
import { openCompany } from '../people/company.ts'
import type { Store } from '../store.ts'

const keptMs = 5_000
/** More accepted pledges in one year than this are not read. */
const recognisedMax = 1_000

type Read = Awaited<ReturnType<typeof listRecognised>>
type Head = Read['heads'][number]
type Line = Read['lines'][number]

/**
 * The companies whose pledges were accepted in a year, as they chose to be named; in no order of size. Money, which is
 * handed over elsewhere, commits nothing and so is not among what they are thanked for.
 */
export const readRecognition = (db: Store, { year }: { year: number }, now: number): Promise<Recognition> =>
  keepFor(`pledges:recognition:${year}`, keptMs, now, () => composeRecognition(db, year))

async function composeRecognition(db: Store, year: number): Promise<Recognition> {
  const { heads, lines } = await listRecognised(db.d1, year, recognisedMax)
  const linesOf = Map.groupBy(lines, ({ reference }) => reference)
  const giving = heads.filter(({ reference }) => linesOf.has(reference))
  // A company that is named for one pledge and hidden for another is two entries, or the one would tell of the other.
  const groups = [
    ...Map.groupBy(giving, ({ companyKey, reference, naming }) => `${naming}|${companyKey ?? reference}`).values(),
  ]
  const shown = groups.filter(([first]) => first?.naming !== 'hidden')
  const companies = await Promise.all(shown.map((group) => recognise(db, year, group, linesOf)))
  return {
    year,
    companies: companies.toSorted(byName),
    hidden: groups.length - shown.length,
    isDemonstration: giving.some(({ isDemonstration }) => isDemonstration),
  }
}

async function recognise(
  db: Store,
  year: number,
  group: Head[],
  linesOf: ReadonlyMap<string, Line[]>,
): Promise<RecognisedCompany> {
  const latest = group.at(-1)
  if (!latest) throw new Error('A group of pledges is never empty.')
  const all = group.flatMap((head) => (linesOf.get(head.reference) ?? []).map((line) => ({ ...line, ...head })))
  const entry = {
    year,
    governorates: [...new Set(all.flatMap(({ governorate }) => governorate ?? []))].toSorted(),
    lines: [
      ...amounts(all.filter(({ showsAmounts }) => showsAmounts)),
      ...kinds(all.filter((one) => !one.showsAmounts)),
    ],
  }
  // makePledge wrote this column from the contract's closed list.
  if (latest.naming !== 'name') return { sector: (latest.sector ?? 'other') as Sector, ...entry }
  const { name } = await openCompany(db.keys, latest.reference, latest.company)
  return { name: { ar: name.ar ?? name.en ?? '', en: name.en ?? name.ar ?? '' }, ...entry }
}

function amounts(lines: Line[]): { kind: LineKind; quantity: number; unit: LineUnit }[] {
  const groups = Map.groupBy(lines, ({ kind, unit }) => `${kind}|${unit}`)
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return []
    const quantity = others.reduce((sum, { committed }) => sum + committed, first.committed)
    return { kind: first.kind as LineKind, quantity, unit: first.unit as LineUnit }
  })
}

const kinds = (lines: Line[]): { kind: LineKind }[] =>
  [...new Set(lines.map(({ kind }) => kind))].map((kind) => ({ kind: kind as LineKind }))

/** Names in the alphabet's order, then sectors. */
function byName(one: RecognisedCompany, other: RecognisedCompany): number {
  const nameOf = (company: RecognisedCompany) => ('name' in company ? `0${company.name.ar}` : `1${company.sector}`)
  return nameOf(one).localeCompare(nameOf(other), 'ar')
}

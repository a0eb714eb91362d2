import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { startProduct } from '../../worker/local/start-product.ts'
import { startLocalWorker } from '../../worker/local/start-worker.ts'
import { median, runRound, send, type Round } from './load.ts'
import { brotliBytes, budgets, weighPage } from './page-weight.ts'
import { insertBenchExhibitions, stallsEach } from './insert-exhibitions.ts'

// Prints ratios of one run: the product beside a bare Hono route on the same kind of D1, round after round.

const root = fileURLToPath(new URL('../..', import.meta.url))
const stateDir = await mkdtemp(`${tmpdir()}/tamkeen-bench-`)
const failures: string[] = []

function report(name: string, value: string, isMet: boolean, target: string): void {
  console.log(`${isMet ? '✓' : '✗'} ${name.padEnd(46)} ${value.padStart(12)}   target ${target}`)
  if (!isMet) failures.push(name)
}

const rounds = 5
const bookingsEachRound = 480
const slugs = await insertBenchExhibitions(`${stateDir}/product`, rounds + 2)
const product = await startProduct({ port: 0, stateDir: `${stateDir}/product`, isSeeded: true })
const startBare = (name: string) =>
  startLocalWorker({ config: `${root}tests/bench/${name}.toml`, port: 0, stateDir: `${stateDir}/${name}`, secrets: {} })
const bare = await startBare('bare')
const bareWithoutAssets = await startBare('bare-without-assets')

try {
  await measureBookings(slugs)
  await measureContention(slugs.at(-1) ?? [])
  await measureReads()
  await measureSizes()
} finally {
  await Promise.all([product.stop(), bare.stop(), bareWithoutAssets.stop()])
  await rm(stateDir, { recursive: true, force: true })
}
if (failures.length > 0) {
  console.error(`\nNot met: ${failures.join(', ')}`)
  process.exitCode = 1
}

function book(slug: string, person: number, stall: string) {
  return send(`${product.url}/api/v1/exhibitions/${slug}/bookings`, {
    body: {
      applicant: {
        kind: 'productive_family',
        name: 'مريم البلوشية',
        phone: String(71_000_000 + person),
        wilayat: 'as-seeb',
      },
      product: { category: 'halwa', tradeName: 'حلوى الدار', listPublicly: true },
      arrangements: [],
      stall,
      language: 'ar',
      consent: { version: '2026-11', accepted: true },
    },
    headers: {
      'Idempotency-Key': crypto.randomUUID(),
      'CF-Connecting-IP': `198.18.${(person >> 8) & 255}.${person & 255}`,
    },
  })
}

function claimBare(slot: string, { url } = bare) {
  return send(`${url}/claims`, { body: { slot, who: 'مريم البلوشية' } })
}

/** Every round books the stalls of eight exhibitions, as many as the bare route claims. */
async function measureBookings(slugs: string[][]): Promise<void> {
  for (const { url } of [bare, bareWithoutAssets]) {
    await fetch(`${url}/documents/first`, { method: 'PUT', body: '{}' })
  }
  const ratios: number[] = []
  const ratiosWithoutAssets: number[] = []
  const rates: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const theirs = await runRound(bookingsEachRound, 16, (index) => claimBare(`${round}-${index}`))
    const plain = await runRound(bookingsEachRound, 16, (index) => claimBare(`${round}-${index}`, bareWithoutAssets))
    const exhibitions = slugs[round] ?? []
    const ours = await runRound(bookingsEachRound, 16, (index) =>
      book(exhibitions[Math.floor(index / stallsEach)] ?? '', round * 1000 + index, `A-${(index % stallsEach) + 1}`),
    )
    expectStatuses(theirs, { 201: bookingsEachRound })
    expectStatuses(ours, { 201: bookingsEachRound })
    // The first round warms both up.
    if (round === 0) continue
    ratios.push(ours.perSecond / theirs.perSecond)
    ratiosWithoutAssets.push(ours.perSecond / plain.perSecond)
    rates.push(ours.perSecond)
  }
  report(
    `bookings/s at 16 (${median(rates).toFixed(0)}/s) of the bare route's`,
    median(ratios).toFixed(2),
    median(ratios) >= 0.5,
    '≥ 0.50',
  )
  console.log(
    `  of a bare route without assets, which skips a hop   ${median(ratiosWithoutAssets).toFixed(2).padStart(9)}`,
  )
}

/** Fifty applicants want one place at once. */
async function measureContention(slugs: string[]): Promise<void> {
  const ratios: number[] = []
  for (let round = 0; round < 20; round += 1) {
    const theirs = await runRound(50, 50, () => claimBare(`contended-${round}`))
    const ours = await runRound(50, 50, (index) => book(slugs[0] ?? '', 20_000 + round * 50 + index, `A-${round + 1}`))
    expectStatuses(theirs, { 201: 1, 409: 49 })
    expectStatuses(ours, { 201: 1, 409: 49 })
    if (round >= 2) ratios.push(ours.p95 / theirs.p95)
  }
  report('contended p95, times the bare route’s', median(ratios).toFixed(2), median(ratios) <= 2, '≤ 2.00')
}

async function measureReads(): Promise<void> {
  const list = await send(`${product.url}/api/v1/exhibitions`)
  const { exhibitions } = JSON.parse(list.body) as { exhibitions: { slug: string; state: string }[] }
  const slug = exhibitions.find((exhibition) => exhibition.state === 'live')?.slug ?? ''
  const address = `${product.url}/api/v1/exhibitions/${slug}`
  const { body } = await send(address)
  await fetch(`${bare.url}/documents/plan`, { method: 'PUT', body })
  const ratios: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const theirs = await runRound(800, 16, () => send(`${bare.url}/documents/plan`))
    const ours = await runRound(800, 16, () => send(address))
    if (round > 0) ratios.push(ours.perSecond / theirs.perSecond)
  }
  report('exhibition JSON/s of a bare D1 read', median(ratios).toFixed(2), median(ratios) >= 0.8, '≥ 0.80')
}

async function measureSizes(): Promise<void> {
  let bundle = 0
  for (const file of await readdir(`${root}dist/server`, { recursive: true })) {
    if (/\.m?js$/.test(file)) bundle += brotliBytes(await readFile(`${root}dist/server/${file}`))
  }
  report('Worker bundle, brotli', `${(bundle / 1024).toFixed(0)} kB`, bundle <= 800 * 1024, '≤ 800 kB')
  const { exhibitions } = (await (await fetch(`${product.url}/api/v1/exhibitions`)).json()) as {
    exhibitions: { slug: string; state: string; series: string | null }[]
  }
  const open = exhibitions.find((exhibition) => exhibition.state === 'open')?.slug ?? ''
  const series = exhibitions.find((exhibition) => exhibition.series !== null)?.series ?? ''
  for (const language of ['ar', 'en']) {
    for (const [path, budget] of [
      ['', budgets.page],
      ['exhibitions/', budgets.page],
      [`exhibitions/${open}/`, budgets.page],
      [`exhibitions/series/${series}/`, budgets.page],
      [`exhibitions/${open}/book/`, budgets.form],
      ['bookings/', budgets.form],
    ] as const) {
      const weight = await weighPage(product.url, `/${language}/${path}`)
      const value = `${(weight.total / 1024).toFixed(1)} kB`
      report(`/${language}/${path}`, value, weight.total <= budget, `≤ ${budget / 1024} kB`)
      if (weight.fonts > budgets.fonts) report(`fonts of /${language}/${path}`, `${weight.fonts}`, false, '≤ 65 kB')
    }
  }
}

function expectStatuses(round: Round, expected: Record<number, number>): void {
  if (JSON.stringify(round.statuses) === JSON.stringify(expected)) return
  throw new Error(`A round answered ${JSON.stringify(round.statuses)}, not ${JSON.stringify(expected)}.`)
}

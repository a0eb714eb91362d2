import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// `npm test`: every part, in two lanes for two cores; a failed part does not hide the next. Ends with one line of counts.

interface Part {
  script: string
  /** Vitest counts its own tests; a check is one. */
  kind: 'check' | 'tests'
}

// What needs the build stands in the lane that makes it; `types` and `build` both write Astro's folder.
const lanes: Part[][] = [
  [
    { script: 'types', kind: 'check' },
    { script: 'build', kind: 'check' },
    { script: 'sizes', kind: 'check' },
    { script: 'test:site', kind: 'tests' },
    { script: 'test:journeys', kind: 'tests' },
  ],
  [
    { script: 'format:check', kind: 'check' },
    { script: 'lint', kind: 'check' },
    { script: 'lint:styles', kind: 'check' },
    { script: 'deadcode', kind: 'check' },
    { script: 'test:guards', kind: 'tests' },
    { script: 'test:worker', kind: 'tests' },
    // By now the other lane has built the product.
    { script: 'test:looks', kind: 'tests' },
  ],
]

interface Counts {
  passed: number
  failed: number
}

const folder = mkdtempSync(join(tmpdir(), 'tamkeen-tests-'))

/** Runs a script and prints what it said once it is over, so that two lanes can be read. */
function run(script: string, ...args: string[]): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const child = spawn('npm', ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])])
  const said: Buffer[] = []
  const keep = (piece: Buffer) => void said.push(piece)
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.once('error', () => resolve(false))
  child.once('close', (code) => {
    process.stdout.write(`\n── ${script}\n${Buffer.concat(said).toString()}`)
    resolve(code === 0)
  })
  return promise
}

async function runPart({ script, kind }: Part): Promise<Counts> {
  if (kind === 'check') return (await run(script)) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  const report = join(folder, `${script.replace(':', '-')}.json`)
  const isGood = await run(script, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`)
  const { passed, failed } = readReport(report)
  // A file that does not load, or a fault outside of every test, fails the run without failing a test.
  return { passed, failed: isGood ? failed : Math.max(1, failed) }
}

/** The counts of vitest's JSON report; none when it was never written. */
function readReport(path: string): Counts {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as { numPassedTests: number; numFailedTests: number }
    return { passed: report.numPassedTests, failed: report.numFailedTests }
  } catch {
    return { passed: 0, failed: 0 }
  }
}

const total: Counts = { passed: 0, failed: 0 }
const lines: string[] = []

async function runLane(lane: readonly Part[]): Promise<void> {
  for (const part of lane) {
    const startedAt = performance.now()
    const counts = await runPart(part)
    total.passed += counts.passed
    total.failed += counts.failed
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
    lines.push(`${part.script.padEnd(14)} ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`)
    console.log(lines.at(-1))
  }
}

await Promise.all(lanes.map(runLane))
rmSync(folder, { recursive: true })

console.log(`\n${lines.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1

import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { toBase64Url } from '../people/keyring.ts'

export const newSecret = (): string => toBase64Url(crypto.getRandomValues(new Uint8Array(32)))

const makers = {
  ENVIRONMENT: () => 'local',
  SITE_URL: () => 'http://127.0.0.1:8787',
  ENCRYPTION_KEYS: () => `k1:${newSecret()}`,
  LOOKUP_KEY: newSecret,
  TOKEN_KEY: newSecret,
  EVENT_KEY: newSecret,
  PASS_KEY: () => `p1:${newSecret()}`,
  DESK_KEY: newSecret,
}

/** Settings that a local run takes over where somebody wrote them into the file: with them it sends its messages. */
const takenOver = ['SMS_GATEWAY_URL', 'SMS_GATEWAY_TOKEN', 'SMS_SENDER'] as const

type Made = Record<keyof typeof makers, string>

/** What a local Worker gets beside wrangler.toml: its secrets, and the settings that make a run local. */
export type LocalSecrets = Made & Partial<Record<(typeof takenOver)[number], string>>

const isName = (name: string): name is keyof Made => name in makers

/** `NAME="value"`; any other line of the file is somebody's own and stays as it is. */
function readLine(line: string): [string, string] {
  const match = /^\s*([A-Z_]+)\s*=\s*(["']?)(.*?)\2\s*$/.exec(line)
  return [match?.[1] ?? '', match?.[3] ?? '']
}

/** Reads the secrets of a local run from a `.dev.vars` file, making those that are missing. */
export async function openSecrets(file: string): Promise<LocalSecrets> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean)
  const found = new Map(lines.map(readLine))
  const secrets = {} as LocalSecrets
  for (const name of Object.keys(makers).filter(isName)) {
    const value = found.get(name) || makers[name]()
    if (!found.get(name)) lines.push(`${name}="${value}"`)
    secrets[name] = value
  }
  for (const name of takenOver) {
    const value = found.get(name)
    if (value) secrets[name] = value
  }
  await writeLines(file, lines)
  return secrets
}

/** Puts another value for one secret into the file. */
export async function replaceSecret(file: string, name: keyof LocalSecrets, value: string): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean)
  await writeLines(
    file,
    lines.map((line) => (readLine(line)[0] === name ? `${name}="${value}"` : line)),
  )
}

async function writeLines(file: string, lines: string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  // A lost key makes every stored name unreadable, so the file is replaced in one step.
  await writeFile(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600 })
  await chmod(`${file}.new`, 0o600)
  await rename(`${file}.new`, file)
}

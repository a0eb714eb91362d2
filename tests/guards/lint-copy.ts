import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from './source-files.ts'

export interface Finding {
  file: string
  rule: string
}

/** What the linter says of a folder that has this repository's configuration. */
export function lint(folder: string): Finding[] {
  const { diagnostics } = JSON.parse(report(folder)) as { diagnostics: { filename: string; code: string }[] }
  return diagnostics.map(({ filename, code }) => ({ file: filename, rule: code }))
}

function report(folder: string): string {
  const oxlint = join(root, 'node_modules/.bin/oxlint')
  try {
    return execFileSync(oxlint, ['-f', 'json'], { cwd: folder, encoding: 'utf8', maxBuffer: 1e8 })
  } catch (error) {
    // Findings make the exit status 1; the report is on stdout all the same.
    return (error as { stdout: string }).stdout
  }
}

/** Lints these files alone, in a folder of their own. */
export function lintFiles(files: Record<string, string>): Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'tamkeen-lint-'))
  try {
    for (const file of ['.oxlintrc.json', 'tests/guards/import-table.ts', 'tests/guards/oxlint-plugin.ts']) {
      cpSync(join(root, file), join(folder, file))
    }
    for (const [file, source] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), source)
    }
    return lint(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

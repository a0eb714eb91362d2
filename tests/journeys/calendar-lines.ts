import { text as textOf } from 'node:stream/consumers'
import type { Download } from 'playwright-core'

/** The lines of an iCalendar file, unfolded; refuses what RFC 5545 refuses. */
export async function calendarLines(file: Download): Promise<string[]> {
  const text = await textOf(await file.createReadStream())
  const folded = text.split('\r\n')
  if (folded.pop() !== '') throw new Error('The file does not end with a line break.')
  if (folded.some((line) => line.includes('\n') || Buffer.byteLength(line) > 75)) throw new Error('A line is too long.')
  const lines = folded.join('\r\n').replaceAll('\r\n ', '').split('\r\n')
  const open: string[] = []
  for (const line of lines) {
    if (!/^[A-Z-]+(;[A-Z-]+=[^:;]+)*:/.test(line)) throw new Error(`This is no line of a calendar: ${line}`)
    const [name, value = ''] = line.split(':')
    if (name === 'BEGIN') open.push(value)
    if (name === 'END' && open.pop() !== value) throw new Error(`${value} ends without having begun.`)
  }
  if (open.length > 0) throw new Error(`${open.join()} does not end.`)
  return lines
}

/** The value of the first line with a name, its escapes undone. */
export function valueOf(lines: readonly string[], name: string): string {
  const line = lines.find((candidate) => candidate.startsWith(`${name}:`) || candidate.startsWith(`${name};`)) ?? ''
  return line
    .slice(line.indexOf(':') + 1)
    .replace(/\\n/g, '\n')
    .replace(/\\([,;\\])/g, '$1')
}

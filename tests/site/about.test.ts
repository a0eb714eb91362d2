import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wordsOf } from '../../content/words.ts'
import { contactWaysOf } from '../../site/ui/contact-ways.ts'
import { dataRequestDays, foundTokenMs, hourMs, idempotencyDays, keptDays } from '../../worker/contract/limits.ts'
import { root, read } from '../guards/source-files.ts'

// The built pages are what `npm run build` made: a production build with the settings of wrangler.toml.

const languages = ['ar', 'en'] as const
const names = ['privacy', 'accessibility', 'your-data', 'open-data'] as const
const built = (path: string): string => read(`dist/client/${path}`)
const text = (name: string, language: string): string => read(`content/pages/${name}/${language}.md`)
const builtPages = readdirSync(`${root}dist/client`, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.html'),
)

/** What two languages of a text share: headings, list entries, emphasised words and where its links lead. */
function outlineOf(markdown: string): string[] {
  const [, , body = ''] = markdown.split(/^---$/m)
  return body.split('\n').flatMap((line) => {
    const kind = /^(#{2,4}|-|\d+\.)(?= )/.exec(line)?.[1]?.replace(/\d+/, '1') ?? (line.trim() === '' ? [] : 'text')
    const links = [...line.matchAll(/\]\(([^)]+)\)/g)].map(([, href = '']) => href.replace(/^\/(ar|en)\//, ''))
    return [kind, ...links, ...(line.match(/\*\*/g) ?? [])].flat()
  })
}

test.for(names)('%s says the same in both languages, point by point', (name) => {
  expect(outlineOf(text(name, 'en'))).toEqual(outlineOf(text(name, 'ar')))
  expect(outlineOf(text(name, 'ar')).length).toBeGreaterThan(15)
})

test('a point, a link and a heading that one language lacks are found', () => {
  const arabic = '---\n---\n## أ\n\n- **ب:** [ج](/ar/privacy/)\n'
  expect(outlineOf(arabic)).toEqual(outlineOf('---\n---\n## a\n\n- **b:** [c](/en/privacy/)\n'))
  for (const other of ['## a\n\n- **b:** c', '## a\n\n- b: [c](/en/privacy/)', 'a\n\n- **b:** [c](/en/privacy/)'])
    expect(outlineOf(`---\n---\n${other}\n`)).not.toEqual(outlineOf(arabic))
})

test('the privacy notice and "your data" name the times that the code keeps', () => {
  const times = [
    ['privacy', keptDays, 'يومًا', 'days'],
    ['privacy', foundTokenMs / hourMs, 'ساعة', 'hours'],
    ['privacy', idempotencyDays, 'أيام', 'days'],
    ['privacy', dataRequestDays, 'يومًا', 'days'],
    ['your-data', keptDays, 'يومًا', 'days'],
    ['your-data', dataRequestDays, 'يومًا', 'days'],
  ] as const
  for (const [name, count, arabic, english] of times) {
    expect(text(name, 'ar')).toMatch(new RegExp(`(?<!\\d)${count} ${arabic}`))
    expect(text(name, 'en')).toMatch(new RegExp(`(?<!\\d)${count} ${english}`))
  }
  for (const language of languages) expect(wordsOf(language).booking.consent).toContain(String(keptDays))
})

test('a page around the product says when it was last reviewed', () => {
  for (const name of names) {
    const day = /^reviewedOn: (\d{4})-\d\d-\d\d$/m.exec(text(name, 'ar'))
    for (const language of languages) expect(built(`${language}/${name}/index.html`)).toContain(day?.[1])
  }
})

test('each way to reach the organisers is shown when it is set, and only then', () => {
  expect(contactWaysOf({ phone: '', email: '' })).toEqual([])
  const phone = { kind: 'phone', href: 'tel:+96870000000', shown: '+968 7000 0000' }
  expect(contactWaysOf({ phone: '+968 7000 0000', email: '' })).toEqual([phone])
  const email = { kind: 'email', href: 'mailto:ask@tamkeen.example', shown: 'ask@tamkeen.example' }
  expect(contactWaysOf({ phone: '+968 7000 0000', email: 'ask@tamkeen.example' })).toEqual([phone, email])
})

test('while the settings are blank no built page has a way to reach the organisers, and the pages around it say so', () => {
  expect(read('wrangler.toml')).toMatch(/^CONTACT_PHONE = ""\nCONTACT_EMAIL = ""$/m)
  expect(builtPages.filter((path) => /data-contact|href="(tel|mailto):/.test(built(path)))).toEqual([])
  for (const language of languages)
    expect(built(`${language}/accessibility/index.html`)).toContain(wordsOf(language).about.noWays)
})

test('no page of a production build carries a demonstration mark', () => {
  const marks = languages.flatMap((language) => {
    const { demonstration, demonstrationCopy } = wordsOf(language).site
    return [`>${demonstration}<`, `>${demonstrationCopy}<`]
  })
  expect(builtPages.length).toBeGreaterThan(20)
  expect(builtPages.filter((path) => marks.some((mark) => built(path).includes(mark)))).toEqual([])
})

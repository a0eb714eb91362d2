import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build, sync } from 'astro'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../guards/source-files.ts'

// What somebody who edits content reads when a file is wrong: Astro's own words, from a copy of the repository.

const copy = mkdtempSync(join(tmpdir(), 'tamkeen-content-'))
const parts = ['astro.config.mjs', 'content', 'db', 'package.json', 'site', 'tsconfig.json', 'worker', 'wrangler.toml']

beforeAll(() => {
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true })
  // Astro keeps its cache in node_modules, so the copy has a folder of its own.
  mkdirSync(join(copy, 'node_modules'))
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '.astro' && name !== '.vite')
      symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name))
  }
}, 60_000)
afterAll(async () => {
  // Astro writes its store half a second after it has read the content.
  await sleep(1500)
  rmSync(copy, { recursive: true })
})

const shipped = (file: string) => readFileSync(join(root, 'content', file), 'utf8')

const accepted = 'accepted'

/** What Astro says when `file` stands in content/ with this text, and the file it points to. */
async function errorOf(read: typeof sync, file: string, text: string): Promise<string> {
  const path = join(copy, 'content', file)
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  try {
    await read({ root: copy, logLevel: 'silent' })
    return accepted
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { file?: string } }
    return `${message} ${loc?.file ?? ''}`
  } finally {
    if (before === null) rmSync(path)
    else writeFileSync(path, before)
  }
}

const story = 'stories/sohar-factory/ar.md'
const outlet = 'outlets/al-hoota-cave.json'
const question = 'programme/questions/goal.json'

/** A file, what is wrong in it, and the sentence that says what to do. */
const mistakes: [name: string, file: string, text: string, sentence: string][] = [
  ['a title left out', story, shipped(story).replace(/^title: .*\n/m, ''), 'Write the title, like:  title: …'],
  [
    'a fact that does not exist',
    story,
    shipped(story).replace(/^facts: .*$/m, 'facts: [F99]'),
    '"F99" is no fact of content/facts.json. Write numbers of that file, like: facts: [F10, F27]',
  ],
  ['a misspelt field', story, shipped(story).replace('summary:', 'sumary:'), 'There is no field named sumary here.'],
  [
    'an unknown kind of outlet',
    outlet,
    shipped(outlet).replace('"tourist_site"', '"cave"'),
    'The category is one of: hotel, airport, mall, traditional_souq, tourist_site',
  ],
  [
    'a date the other way round',
    'calendar/visit.json',
    JSON.stringify({
      sample: false,
      kind: 'workshop',
      title: { ar: 'حلقة', en: 'Workshop' },
      about: { ar: 'حلقة', en: 'Workshop' },
      startsOn: '23-11-2026',
      endsOn: '2026-11-24',
      opensAt: '09:00',
      closesAt: '12:00',
      place: { ar: 'نزوى', en: 'Nizwa' },
      governorate: 'ad-dakhiliyah',
    }),
    'The first day (startsOn) is written year-month-day, like "2026-11-23".',
  ],
  [
    'a text in one language only',
    'programme/steps.json',
    shipped('programme/steps.json').replace(/"text": \{[^}]*\}/, '"text": "…"'),
    'Write the text in both languages: { "ar": "…", "en": "…" }',
  ],
  [
    'an answer that leads to two things',
    question,
    shipped(question).replace('"next": "work"', '"next": "work", "track": "awareness"'),
    'An answer leads to one thing: either "next" with the name of a question, or "track" with one of direct-employment,',
  ],
  [
    'a track without what is not known',
    'programme/awareness/ar.md',
    shipped('programme/awareness/ar.md').replace(/ {2}unknown:\n( {4}.*\n)+/, ''),
    'Write what is not known (unknown). Copy the lines under "unknown:" from another track.',
  ],
]

test.for(mistakes)('%s is answered with what to write, and where', async ([, file, text, sentence]) => {
  const said = await errorOf(sync, file, text)
  expect(said).toContain(sentence)
  expect(said).toContain(`content/${file}`)
})

test('a text without its translation stops the build and says which file to write', async () => {
  const text = '---\ntitle: عنوان\nsummary: ملخص\n---\n'
  expect(await errorOf(build, 'programme/extra/ar.md', text)).toContain(
    'content/programme/extra has no en.md. Copy ar.md and translate it.',
  )
})

test('content as it is shipped is accepted', async () => {
  expect(await errorOf(sync, story, shipped(story))).toBe(accepted)
})

const readme = shipped('README.md')
const examples = [...readme.matchAll(/```\w+ file="content\/([^"]+)"\n(.*?)```/gs)].map(([, file = '', text = '']) => ({
  file,
  text,
}))

test('the examples of content/README.md are accepted as they stand', async () => {
  expect(examples.map(({ file }) => file)).toEqual([
    'stories/my-story/ar.md',
    'stories/my-story/en.md',
    'outlets/my-outlet.json',
    'calendar/my-workshop.json',
  ])
  for (const { file, text } of examples) {
    mkdirSync(dirname(join(copy, 'content', file)), { recursive: true })
    writeFileSync(join(copy, 'content', file), text)
  }
  expect(await errorOf(sync, story, shipped(story))).toBe(accepted)
  for (const { file, text } of examples.filter(({ file: name }) => !name.endsWith('en.md'))) {
    const [first = ''] = /facts: \[F51\]|"category": "traditional_souq"|"kind": "workshop"/.exec(text) ?? []
    expect(
      await errorOf(sync, file, text.replace(first, first.replace(/F51|traditional_souq|workshop/, 'F99'))),
    ).not.toBe(accepted)
  }
})

/** The names of the fields in a JSON file or in the card of a text, without those inside `ar` and `en`. */
const fieldsIn = (text: string): string[] =>
  [...text.matchAll(/^\s*"?(\w+)"?:/gm)].map(([, name = '']) => name).filter((name) => name !== 'ar' && name !== 'en')

test.for(['stories', 'outlets', 'calendar'])(
  'every field that a file of content/%s uses is explained in both languages',
  (folder) => {
    const used = readdirSync(join(root, 'content', folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(json|md)$/.test(file))
      .map((file) => shipped(`${folder}/${file}`))
      .flatMap((text) => fieldsIn(text.startsWith('---') ? (text.split('---')[1] ?? '') : text))
    expect(new Set(used).size).toBeGreaterThan(1)
    const [arabic = '', english = ''] = readme.split('# In English\n')
    for (const half of [arabic, english])
      expect([...new Set(used)].filter((field) => !half.includes(`\`${field}\``))).toEqual([])
    expect(fieldsIn('{\n  "name": {\n    "ar": "س"\n  },\n  "unexplained": 1\n}')).toEqual(['name', 'unexplained'])
  },
)

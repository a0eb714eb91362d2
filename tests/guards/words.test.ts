import { expect, test } from 'vitest'
import { fieldCodes } from '../../worker/contract/codes.ts'
import * as codes from '../../worker/contract/codes.ts'
import * as pledgeCodes from '../../worker/contract/pledge-codes.ts'
import { problemCodes } from '../../worker/contract/problem.ts'
import { listFiles, read } from './source-files.ts'
import { countedMessages, leavesOf, placesIn, uncountedNumbers, wordFaults, type Tree } from './word-tree.ts'

const load = (path: string) => JSON.parse(read(path)) as Tree
const ar = load('content/words/ar.json')
const en = load('content/words/en.json')
const messages = { ar: load('content/messages/ar.json'), en: load('content/messages/en.json') }

test('the two languages have the same sentences with the same places, none of them empty', () => {
  expect(wordFaults(ar, en)).toEqual([])
  expect(leavesOf(ar).size).toBeGreaterThan(300)
})

test('every message to a person exists in both languages, with the same places', () => {
  expect(wordFaults(messages.ar, messages.en)).toEqual([])
  expect(leavesOf(messages.ar).size).toBeGreaterThan(5)
})

/** The templates that a piece of code names: every code in quotes on a line that speaks of one. */
const templatesIn = (code: string): string[] =>
  code
    .split('\n')
    .filter((line) => /\btemplate\b/.test(line))
    .flatMap((line) => [...line.matchAll(/'((?:booking|exhibition|delegate|data|pledge)_[a-z_]+)'/g)])
    .map(([, template = '']) => template)

test('every message that the code writes has its text, and its title at the desk', () => {
  const code = listFiles().filter((path) => /^worker\/.*\.ts$/.test(path))
  const named = [...new Set(code.flatMap((path) => templatesIn(read(path))))]
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((template) => !(template in messages.ar))).toEqual([])
  const parts = ['email']
  expect(
    wordless(
      ar,
      'desk.outbox.templates',
      Object.keys(messages.ar).filter((name) => !parts.includes(name)),
    ),
  ).toEqual([])
  expect(templatesIn(`const template = isFirst ? 'booking_received' : 'booking_lost'`)).toEqual([
    'booking_received',
    'booking_lost',
  ])
})

test('a missing sentence, an empty one, a lost place and a lost plural form are found', () => {
  expect(wordFaults({ a: 'س', b: 'ص' }, { a: 'x' })).toEqual(['b: only in one language'])
  expect(wordFaults({ a: ' ' }, { a: 'x' })).toEqual(['a: empty'])
  expect(wordFaults({ a: '{n} س' }, { a: 'x' })).toEqual(['a: other places'])
  expect(wordFaults({ a: 'x' }, { a: 'x' })).toEqual(['a: not in its language'])
  expect(wordFaults({ a: '٣ س' }, { a: 'x' })).toEqual(['a: digits that are not Latin'])
  const forms = { zero: 'س', one: 'س', two: 'س', few: '{count} س', many: '{count} س', other: '{count} س' }
  const english = { zero: 'x', one: 'x', two: 'x', few: '{count} x', many: '{count} x', other: '{count} x' }
  expect(wordFaults({ a: forms }, { a: english })).toEqual([])
  const { two: _two, ...lacking } = forms
  expect(wordFaults({ a: lacking }, { a: english })).toContain('a: a plural form is missing')
  expect(wordFaults({ a: { ...forms, few: '{total} س' } }, { a: english })).toContain('a: other places')
})

test('no Arabic sentence has a noun after a number but where it is counted', () => {
  expect([ar, messages.ar].flatMap(uncountedNumbers)).toEqual([])
  const forms = { one: 'ركن', two: 'ركنان', few: '{count} أركان', many: '{count} ركنًا', other: '{count} ركن' }
  expect(uncountedNumbers({ a: forms, b: 'الأركان: {taken} من {total}', c: '{distance} تقريبًا' })).toEqual([])
  expect(uncountedNumbers({ a: { ...forms, many: '{count} ركنًا من {total} ركنًا' }, b: 'كل {days} يوم.' })).toEqual([
    'a.many: {total} ركنًا',
    'b: {days} يوم',
  ])
})

test('counted sentences are recognised', () => {
  expect(countedMessages(ar).size).toBeGreaterThan(3)
  expect([...countedMessages(ar).keys()]).toContain('exhibitions.free')
})

/** Where the words of a closed list are; a list without words of its own says why. */
const wordsOfCodes: Record<string, string | null> = {
  // Named in the language switch, each in its own language.
  languages: null,
  applicantKinds: 'codes.kind',
  productCategories: 'codes.category',
  arrangements: 'codes.arrangement',
  stallFeatures: 'codes.feature',
  exhibitionModes: 'codes.mode',
  reviews: 'exhibitions.reviewAbout',
  exhibitionStates: 'codes.exhibition',
  bookingStates: 'codes.booking',
  // Both are parts of bookingStates.
  occupyingStates: 'codes.booking',
  liveStates: 'codes.booking',
  roles: 'codes.role',
  reasonCodes: 'codes.reason',
  enteredFromCodes: 'codes.enteredFrom',
  fieldCodes: 'errors.any',
}

const wordsOfPledgeCodes: Record<string, string> = {
  lineKinds: 'codes.lineKind',
  lineUnits: 'codes.lineUnit',
  // Part of lineKinds.
  sustainedKinds: 'codes.lineKind',
  sectors: 'codes.sector',
  namings: 'codes.naming',
  pledgeStates: 'codes.pledge',
  // Part of pledgeStates.
  computedStates: 'codes.pledge',
  lineStates: 'codes.line',
  needStates: 'codes.need',
}

const wordless = (tree: Tree, folder: string, list: readonly string[]): string[] => {
  const leaves = leavesOf(tree)
  return list.filter((code) => !leaves.has(`${folder}.${code}`))
}

test('every closed list of the contract has its words in both languages', () => {
  const lists = Object.entries<readonly string[]>(codes)
  expect(lists.map(([name]) => name).sort()).toEqual(Object.keys(wordsOfCodes).sort())
  for (const [name, list] of lists) {
    const folder = wordsOfCodes[name]
    for (const tree of folder ? [ar, en] : []) expect(wordless(tree, folder ?? '', list), name).toEqual([])
  }
  const pledgeLists = Object.entries(pledgeCodes).filter(([, list]) => Array.isArray(list))
  expect(pledgeLists.map(([name]) => name).sort()).toEqual(Object.keys(wordsOfPledgeCodes).sort())
  for (const [name, list] of pledgeLists) {
    const folder = wordsOfPledgeCodes[name] ?? ''
    for (const tree of [ar, en]) expect(wordless(tree, folder, list as readonly string[]), name).toEqual([])
  }
  expect(wordless(ar, 'errors.any', [...fieldCodes, 'no_such'])).toEqual(['no_such'])
})

test('every problem code has a sentence in both languages, and every sentence a code', () => {
  for (const tree of [ar, en]) {
    const sentences = [...leavesOf(tree).keys()].filter((path) => path.startsWith('problems.'))
    expect(sentences.sort()).toEqual(problemCodes.map((code) => `problems.${code}`).sort())
  }
})

test('places are the names in braces', () => {
  expect(placesIn('{a} of {b} and {a}')).toEqual(['a', 'b'])
})

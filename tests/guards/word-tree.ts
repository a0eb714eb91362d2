export type Tree = { [name: string]: Tree | string } | Tree[] | string[]

const pluralForms = ['zero', 'one', 'two', 'few', 'many', 'other']

/** Every sentence of a tree by its path. */
export function leavesOf(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([name, part]: [string, Tree | string]) => {
      const here = path ? `${path}.${name}` : name
      return typeof part === 'string' ? [[here, part] as const] : [...leavesOf(part, here)]
    }),
  )
}

/** The counted sentences of a tree, by path: each is a record of plural forms. */
export function countedMessages(tree: Tree, path = ''): Map<string, Record<string, string>> {
  const found = new Map<string, Record<string, string>>()
  for (const [name, part] of Object.entries(tree) as [string, Tree | string][]) {
    if (typeof part === 'string') continue
    const here = path ? `${path}.${name}` : name
    if (isCounted(part)) found.set(here, part)
    else for (const [inner, forms] of countedMessages(part, here)) found.set(inner, forms)
  }
  return found
}

function isCounted(part: Tree): part is Record<string, string> {
  const hasForms = 'other' in part && ['one', 'two', 'few', 'many'].some((form) => form in part)
  return hasForms && Object.values(part).every((form) => typeof form === 'string')
}

/** The `{name}` places of a sentence, each once, in order of name. */
export function placesIn(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort()
}

/** Places that hold a word or a phrase of their own, not a bare number. */
const worded = new Set(['code', 'date', 'distance', 'months', 'name', 'organisation', 'quantity'])

/**
 * Arabic sentences that put a number before its noun outside a counted form: the noun is right after 11 to 99 only. Two
 * numbers in one sentence are written as labels («الطلبات: {applications}»).
 */
export function uncountedNumbers(ar: Tree): string[] {
  const counted = countedMessages(ar)
  const isForm = (path: string) => counted.has(path.slice(0, path.lastIndexOf('.')))
  const noun = /\{(\w+)\}\s(?:[\p{L}\p{M}]*\u064B\p{L}?|(?:يوم|ركن|طلب)(?![\p{L}\p{M}]))/gu
  return [...leavesOf(ar)].flatMap(([path, text]) =>
    [...text.normalize('NFC').matchAll(noun)]
      .filter(([, place = '']) => !worded.has(place) && !(place === 'count' && isForm(path)))
      .map(([found]) => `${path}: ${found}`),
  )
}

const isArabic = (text: string): boolean => /\p{Script=Arabic}/u.test(text)
const isLatin = (text: string): boolean => /[A-Za-z]/.test(text)

/** Names itself in the other language. */
const inTheOtherLanguage = new Set(['site.otherLanguage'])

/** What is wrong between the Arabic and the English tree, as `path: fault`. */
export function wordFaults(ar: Tree, en: Tree): string[] {
  const [arabic, english] = [leavesOf(ar), leavesOf(en)]
  const counted = new Map([...countedMessages(ar), ...countedMessages(en)])
  const isForm = (path: string) => counted.has(path.slice(0, path.lastIndexOf('.')))
  const faults: string[] = []
  for (const path of new Set([...arabic.keys(), ...english.keys()])) {
    const [one, other] = [arabic.get(path), english.get(path)]
    if (one === undefined || other === undefined) faults.push(`${path}: only in one language`)
    else faults.push(...pairFaults(path, one, other, isForm(path)))
  }
  for (const path of counted.keys()) {
    const [one, other] = [countedMessages(ar).get(path) ?? {}, countedMessages(en).get(path) ?? {}]
    if (pluralForms.some((form) => !(form in one) || !(form in other))) faults.push(`${path}: a plural form is missing`)
    const sets = [...Object.values(one), ...Object.values(other)].map((text) => placesBesideCount(text))
    if (new Set(sets).size > 1) faults.push(`${path}: other places`)
  }
  return faults
}

/** "One stall" says its number in a word, so a form may leave `{count}` out, and nothing else. */
const placesBesideCount = (text: string): string =>
  placesIn(text)
    .filter((name) => name !== 'count')
    .join()

function pairFaults(path: string, one: string, other: string, isForm: boolean): string[] {
  if (one.trim() === '' || other.trim() === '') return [`${path}: empty`]
  const faults: string[] = []
  if (!isForm && placesIn(one).join() !== placesIn(other).join()) faults.push(`${path}: other places`)
  if (/[٠-٩۰-۹]/.test(one + other)) faults.push(`${path}: digits that are not Latin`)
  const [arabicText, englishText] = inTheOtherLanguage.has(path) ? [other, one] : [one, other]
  // A sentence may be places and signs alone.
  const bare = arabicText.replace(/\{\w+\}/g, '')
  if ((isLatin(bare) && !isArabic(bare)) || isArabic(englishText)) faults.push(`${path}: not in its language`)
  return faults
}

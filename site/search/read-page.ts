export interface Block {
  tag: 'h1' | 'h2' | 'p'
  words: string[]
}

export interface SearchedPage {
  blocks: Block[]
  isDemonstration: boolean
}

const inline = /^(a|abbr|b|bdi|bdo|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|time|u)$/
/** What is not what a page says: its controls, its drawings, the sources that many pages share. */
const skipped = /^(aside|button|form|nav|noscript|select|svg|template)$/
const isLeftOut = (attributes: string) => /\s(hidden|aria-hidden="true"|data-search-skip)(?=[\s>]|$)/.test(attributes)
const parts = /<(\/?)([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|([^<]+)/gi
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const decode = (text: string): string =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (entity, hex?: string, decimal?: string, name?: string) => {
    if (name) return entities[name] ?? entity
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal))
  })

/** What a built page says inside <main>, block by block. Null for a page that search engines are told to leave out. */
export function readPage(html: string): SearchedPage | null {
  if (/<meta name="robots" content="noindex"/.test(html)) return null
  const main = /<main\b[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1]
  if (main === undefined) return null

  const blocks: Block[] = []
  let tag: Block['tag'] = 'p'
  let said = ''
  let skipping = { name: '', depth: 0 }
  const end = (next: Block['tag']) => {
    const words = decode(said).split(/\s+/).filter(Boolean)
    if (words.length > 0) blocks.push({ tag, words })
    said = ''
    tag = next
  }
  const bare = main.replace(/<(script|style)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->/g, '')
  for (const [, slash, tagName = '', attributes = '', text] of bare.matchAll(parts)) {
    const name = tagName.toLowerCase()
    if (skipping.depth > 0) {
      if (name === skipping.name && !attributes.endsWith('/')) skipping.depth += slash ? -1 : 1
    } else if (text !== undefined) said += text
    else if (!slash && (skipped.test(name) || isLeftOut(attributes))) skipping = { name, depth: 1 }
    else if (!inline.test(name)) end(slash ? 'p' : name === 'h1' ? 'h1' : /^h[2-4]$/.test(name) ? 'h2' : 'p')
  }
  end('p')
  return { blocks, isDemonstration: /<p class="[^"]*\bdemonstration\b/.test(html) }
}

const commonFrom = 5

/** Leaves out what many pages say alike: it would lead to all of them and to none. Titles stay. */
export function withoutCommon<P extends SearchedPage>(pages: readonly P[]): P[] {
  const textOf = (block: Block) => block.words.join(' ')
  const counts = new Map<string, number>()
  for (const { blocks } of pages)
    for (const text of new Set(blocks.map(textOf))) counts.set(text, (counts.get(text) ?? 0) + 1)
  const isOwn = (block: Block) => block.tag === 'h1' || (counts.get(textOf(block)) ?? 0) < commonFrom
  return pages.map((page) => ({ ...page, blocks: page.blocks.filter(isOwn) }))
}

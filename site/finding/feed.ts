import { fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { formatDays, formatInstant, toInstant } from '../../worker/contract/dates.ts'
import type { ListedExhibition } from '../../worker/contract/exhibition.ts'
import { governorateName, whatNext } from '../exhibitions/exhibition-words.ts'
import { xml } from './xml.ts'

interface News {
  exhibition: ListedExhibition
  kind: 'published' | 'open' | 'closing' | 'drawn' | 'live' | 'cancelled'
  atUtc: number
}

function summaryOf(language: Language, { exhibition, kind }: News): string {
  const words = wordsOf(language)
  const { opensAt, entriesUntil, openUntil, listSeparator } = words.exhibitions
  const until = exhibition.mode === 'ballot' ? entriesUntil : openUntil
  const said = {
    published: fill(opensAt, { time: formatInstant(language, exhibition.bookingOpensAt) }),
    open: fill(until, { time: formatInstant(language, exhibition.bookingClosesAt) }),
    closing: fill(until, { time: formatInstant(language, exhibition.bookingClosesAt) }),
    drawn: words.exhibitions.drawDone,
    live: whatNext(language, { ...exhibition, state: 'live' }),
    cancelled: words.exhibitions.cancelled,
  }
  const place = [exhibition.venue[language], governorateName(language, exhibition.governorate)].join(listSeparator)
  return `${formatDays(language, exhibition.startsOn, exhibition.endsOn)}${listSeparator}${place}. ${said[kind]}`
}

function entryOf(language: Language, news: News, site: string): string {
  const words = wordsOf(language)
  const { exhibition, kind, atUtc } = news
  const address = `${site}/${language}/exhibitions/${exhibition.slug}/`
  const titles = words.finding.feed[exhibition.mode === 'ballot' ? 'ballotNews' : 'news']
  const title = fill(titles[kind], { title: exhibition.title[language] })
  const mark = exhibition.isDemonstration ? `(${words.site.demonstration}) ` : ''
  // An extended window closes anew, so its entry is another.
  const of = kind === 'closing' ? `closing-${exhibition.bookingClosesAt}` : kind
  return [
    '<entry>',
    `<id>${xml(`${address}#${of}`)}</id>`,
    `<title>${xml(mark + title)}</title>`,
    `<link href="${xml(address)}"/>`,
    `<updated>${toInstant(atUtc)}</updated>`,
    `<summary>${xml(summaryOf(language, news))}</summary>`,
    '</entry>',
  ].join('')
}

/** The news of exhibitions as an Atom feed (RFC 4287); `site` is the public host without a slash. */
export function atomFeed(language: Language, news: readonly News[], site: string, now: number): string {
  const words = wordsOf(language)
  const home = `${site}/${language}/`
  return [
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">`,
    `<id>${xml(home)}feed.xml</id>`,
    `<title>${xml(fill(words.finding.feed.title, { name: words.site.name }))}</title>`,
    `<subtitle>${xml(words.exhibitions.description)}</subtitle>`,
    `<link rel="self" type="application/atom+xml" href="${xml(home)}feed.xml"/>`,
    `<link rel="alternate" type="text/html" href="${xml(home)}exhibitions/"/>`,
    `<author><name>${xml(words.site.name)}</name></author>`,
    `<updated>${toInstant(news[0]?.atUtc ?? now)}</updated>`,
    ...news.map((one) => entryOf(language, one, site)),
    '</feed>\n',
  ].join('\n')
}

import { fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import type { ProposalView } from '../../worker/contract/proposals.ts'

/** What approving would do, in sentences; an effect without words of its own is named by its kind. */
export function effectSentences(language: Language, { does, kind }: ProposalView): string[] {
  const words = wordsOf(language).desk.proposals
  const sentences: Record<string, string | undefined> = words.does
  return does.map(({ code, values }) => {
    const reason = String(values[language === 'ar' ? 'reasonAr' : 'reasonEn'] ?? '')
    return fill(sentences[code] ?? words.kinds[kind], { ...values, reason })
  })
}

/** The page of the record that a proposal is about. */
export function subjectOf(language: Language, subject: string): { href: string; label: string } | null {
  const [noun, name = ''] = subject.split(':')
  const words = wordsOf(language).desk.proposals
  if (noun === 'pledge') {
    const [reference = '', line] = name.split('/')
    const label = fill(words.toPledge, { reference: `\u2066${reference}\u2069` })
    return { href: `/${language}/desk/pledges/${reference}/${line ? `#line-${line}` : ''}`, label }
  }
  if (noun !== 'exhibition') return null
  const label = fill(words.toExhibition, { slug: name })
  return { href: `/${language}/desk/exhibitions/${name}/`, label }
}

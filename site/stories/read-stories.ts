import { readTexts, type Text } from '../collections/read-texts.ts'
import type { Language } from '../../worker/contract/codes.ts'

export type Story = Text<'stories'>

/** Every story in one language: the true ones first, the latest source first. */
export async function readStories(language: Language): Promise<Story[]> {
  const stories = await readTexts('stories', language)
  for (const { slug, shared } of stories) {
    // Only what is imagined needs nobody's consent, and only a demonstration may be imagined.
    if ((shared.consent.kind === 'fictional') !== shared.sample)
      throw new Error(
        `content/stories/${slug}/ar.md: a true story needs a consent of kind published_statement or written; a demonstration has kind: fictional`,
      )
  }
  const order = ({ shared }: Story) => `${shared.sample ? 0 : 1}${shared.source.date}`
  return stories.sort((one, other) => order(other).localeCompare(order(one)))
}

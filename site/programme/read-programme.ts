import { getCollection, getEntry, type CollectionEntry } from 'astro:content'
import { readTexts, type Text } from '../collections/read-texts.ts'
import type { Language } from '../../worker/contract/codes.ts'
import type { Question } from './question-path.ts'
import { trackSlugs, type TrackSlug } from './track-slugs.ts'

export type ProgrammeText = Text<'programme'>
export type Track = ProgrammeText & { slug: TrackSlug; track: NonNullable<ProgrammeText['shared']['track']> }

/** The texts that pages show by name; every other one is a track. */
const named = [
  'overview',
  'vision',
  'whom',
  'partners',
  'asked',
  'plans',
  'permanent-exhibition',
  'proposed-outlets',
  'since',
  'benefits',
  'benefits-2020',
  'benefits-ask',
  'which-track',
] as const

type Name = (typeof named)[number]

/** Every text of the programme by its name, and the tracks in their order. */
export async function readProgramme(
  language: Language,
): Promise<{ text: (name: Name) => ProgrammeText; tracks: Track[] }> {
  const texts = await readTexts('programme', language)
  const known: readonly string[] = [...named, ...trackSlugs]
  const stray = texts.find(({ slug }) => !known.includes(slug))
  if (stray) throw new Error(`No page shows content/programme/${stray.slug}. The names are: ${known.join(', ')}`)
  const find = (name: string) => {
    const text = texts.find(({ slug }) => slug === name)
    if (!text) throw new Error(`content/programme/${name} is missing. A page shows it.`)
    return text
  }
  return { text: find, tracks: trackSlugs.map((slug, index) => asTrack(find(slug), slug, index + 1)) }
}

function asTrack(text: ProgrammeText, slug: TrackSlug, number: number): Track {
  const { track } = text.shared
  const file = `content/programme/${slug}/ar.md`
  if (!track) throw new Error(`${file} has no "track:". Copy those lines from another track.`)
  if (track.number !== number) throw new Error(`${file} is track ${number}. Write  number: ${number}`)
  return { ...text, slug, track }
}

/** One of the lists in content/programme: objectives, steps, challenges. */
export async function readList(name: 'objectives' | 'steps' | 'challenges') {
  const entry = await getEntry('programmeLists', name)
  if (!entry) throw new Error(`content/programme/${name}.json is missing. A page shows it.`)
  return entry.data
}

export type LaterFact = CollectionEntry<'laterFacts'>['data'] & { id: string }

/** Facts published outside of the statement, by their numbers; `from` names the text that cites them. */
export async function readLaterFacts(ids: readonly string[], from: string): Promise<LaterFact[]> {
  const all = await getCollection('laterFacts')
  return ids.map((id) => {
    const fact = all.find((entry) => entry.id === id)
    if (!fact)
      throw new Error(`content/programme/${from} cites ${id}, and there is no content/programme/later/${id}.json.`)
    return { id, ...fact.data }
  })
}

export async function readQuestions(): Promise<Question[]> {
  const all = await getCollection('questions')
  return all.map(({ id, data }) => ({ name: id, ...data }))
}

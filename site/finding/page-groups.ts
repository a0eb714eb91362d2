import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { readOutlets } from '../outlets/read-outlets.ts'
import { questionPath } from '../programme/question-path.ts'
import { readProgramme, readQuestions } from '../programme/read-programme.ts'
import { trackSlugs } from '../programme/track-slugs.ts'
import { readStories } from '../stories/read-stories.ts'
import { footerGroups } from '../ui/navigation.ts'

/** A page by its address after the language. */
export interface ListedPage {
  path: string
  title: string
  isSample?: boolean
}

interface PageGroup {
  id: 'exhibitions' | 'programme' | 'companies' | 'outlets' | 'stories' | 'site'
  pages: ListedPage[]
}

type PlaceId = (typeof footerGroups)[number]['places'][number]['id']

const places = footerGroups.flatMap((group): readonly { id: PlaceId; path: string }[] => group.places)
const ofSection = {
  exhibitions: ['exhibitions', 'bookings', 'calendar'],
  programme: ['programme', 'whichTrack', 'benefits'],
  companies: ['companies', 'needs', 'pledges', 'impact'],
  outlets: ['outlets'],
  stories: ['stories'],
} satisfies Record<string, PlaceId[]>
const inSections: readonly PlaceId[] = Object.values(ofSection).flat()

/** Every page that search engines may list, but the home page and those made from the database, by section. */
export async function pageGroups(language: Language): Promise<PageGroup[]> {
  const { nav } = wordsOf(language).site
  const placed = (isWanted: (id: PlaceId) => boolean): ListedPage[] =>
    places.filter(({ id }) => isWanted(id)).map(({ id, path }) => ({ path, title: nav[id] }))
  const below = (folder: string, texts: readonly { slug: string; title: string; isSample?: boolean }[]) =>
    texts.map(({ slug, title, isSample = false }) => ({ path: `${folder}/${slug}/`, title, isSample }))
  const [{ tracks }, outlets, stories] = await Promise.all([
    readProgramme(language),
    readOutlets(),
    readStories(language),
  ])
  const named = outlets.map(({ slug, name, sample = false }) => ({ slug, title: name[language], isSample: sample }))
  const told = stories.map(({ slug, title, shared }) => ({ slug, title, isSample: shared.sample }))
  const of = (section: keyof typeof ofSection) => placed((id) => ofSection[section].some((known) => known === id))
  return [
    { id: 'exhibitions', pages: of('exhibitions') },
    { id: 'programme', pages: [...of('programme'), ...below('programme', tracks)] },
    { id: 'companies', pages: of('companies') },
    { id: 'stories', pages: [...of('stories'), ...below('stories', told)] },
    { id: 'site', pages: placed((id) => !inSections.includes(id)) },
    { id: 'outlets', pages: [...of('outlets'), ...below('outlets', named)] },
  ]
}

/** The pages of the question path, which people reach from its start; shared results are addresses like others. */
export async function pathsOfQuestions(): Promise<string[]> {
  const names = questionPath(await readQuestions()).map(({ name }) => name)
  return [...names, ...trackSlugs].map((name) => `programme/which-track/${name}/`)
}

import { seededExhibitions } from '../../db/seed/exhibitions.ts'
import { exhibitions } from './demonstration.ts'
import { at, sent, type Stop } from './stops.ts'

const { reviewed } = exhibitions
const pageOf = (slug: string, rest = '') => `desk/exhibitions/${slug}/${rest}`

/** The pages of those who run exhibitions, around a draft that has no hall yet. */
export const deskRunningStops = (draft: string): Stop[] => [
  at('all exhibitions at the desk', 'desk/exhibitions/', 'desk'),
  at('a new exhibition', 'desk/exhibitions/new/', 'desk'),
  sent('a new exhibition with errors', 'desk/exhibitions/new/', 'desk', { startsOn: 'x' }),
  at('a draft', pageOf(draft), 'desk'),
  sent('editing over somebody else’s change', pageOf(draft, 'edit/'), 'desk', { version: '0', 'title.ar': 'اسم آخر' }),
  sent('a hall that was drawn', pageOf(draft, 'plan/'), 'desk', hallOf('C')),
  at('an exhibition that is run', pageOf(reviewed.slug), 'desk'),
  sent('cancelling without a reason', pageOf(reviewed.slug), 'desk', { act: 'cancel' }),
  sent('a plan that lacks its stalls', pageOf(reviewed.slug, 'plan/'), 'desk', { act: 'save', 'zones.0.id': 'a b' }),
  at('a frozen ballot at the desk', pageOf(seededExhibitions.eveningMarket.slug), 'desk'),
  at('the next rounds', 'desk/exhibitions/rounds/', 'desk'),
  at('the proposals', 'desk/proposals/', 'desk'),
]

/** What the form to draw a hall sends. */
export function hallOf(letter: string): Record<string, string> {
  const numbers = { rows: '2', columns: '4', rowsTogether: '1', columnsTogether: '0', width: '30', depth: '30' }
  const all = { ...numbers, aisle: '40', letter, stepFree: '2' }
  return { act: 'draw', ...Object.fromEntries(Object.entries(all).map(([name, value]) => [`draw.${name}`, value])) }
}

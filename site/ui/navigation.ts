const addresses = {
  programme: 'programme/',
  exhibitions: 'exhibitions/',
  outlets: 'outlets/',
  stories: 'stories/',
  bookings: 'bookings/',
  companies: 'companies/',
  needs: 'companies/needs/',
  pledges: 'pledges/',
  impact: 'companies/impact/',
  search: 'search/',
  whichTrack: 'programme/which-track/',
  benefits: 'programme/benefits/',
  calendar: 'calendar/',
  press: 'press/',
  privacy: 'privacy/',
  accessibility: 'accessibility/',
  yourData: 'your-data/',
  openData: 'open-data/',
} as const

/** A place the header or footer leads to; its label is `site.nav` in content/words. */
type Place = keyof typeof addresses

const placesOf = <P extends Place>(...ids: P[]) => ids.map((id) => ({ id, path: addresses[id] }))

/** The sections of the site in the order of the header. */
export const sections = placesOf('programme', 'exhibitions', 'outlets', 'stories', 'bookings', 'companies')

export type Section = (typeof sections)[number]['id']

export const headerPlaces = [...sections, ...placesOf('search')]

/** The groups of the footer; their names are `site.navGroups`. */
export const footerGroups = [
  { id: 'families', places: placesOf('exhibitions', 'bookings', 'whichTrack', 'benefits', 'calendar') },
  { id: 'companies', places: placesOf('companies', 'needs', 'pledges', 'impact') },
  { id: 'visitors', places: placesOf('programme', 'outlets', 'stories', 'press', 'openData') },
  { id: 'site', places: placesOf('search', 'privacy', 'yourData', 'accessibility') },
] as const

/** How a link says that it leads to the page it stands on ("page") or to the section around it ("true"). */
export function currentOf(address: URL, href: string, isAround = false): 'page' | 'true' | undefined {
  if (address.pathname === href) return 'page'
  return isAround ? 'true' : undefined
}

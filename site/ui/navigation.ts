/** The sections of the site in the order of the header; their labels are `site.nav` in content/words. */
export const sections = [
  { id: 'exhibitions', path: 'exhibitions/' },
  { id: 'bookings', path: 'bookings/' },
] as const

export type Section = (typeof sections)[number]['id']

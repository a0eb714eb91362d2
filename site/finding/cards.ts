import type { Words } from '../../content/words.ts'

/** The social cards of site/public/cards, one for each section that people share; `site` stands for every other. */
export type Card = keyof Words['finding']['cards']

const sections = ['programme', 'exhibitions', 'outlets', 'stories'] as const

export const cardOf = (section?: string): Card => sections.find((known) => known === section) ?? 'site'

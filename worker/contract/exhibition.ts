import type { ExhibitionMode, ExhibitionState, ProductCategory, Review, StallFeature } from './codes.ts'

/** Text for people, in both languages. */
export interface Bilingual {
  ar: string
  en: string
}

/** One line of the public list (interface.md, GET /exhibitions). Dates are Asia/Muscat days, instants UTC. */
export interface ExhibitionSummary {
  slug: string
  series: string | null
  title: Bilingual
  venue: Bilingual
  governorate: string
  startsOn: string
  endsOn: string
  mode: ExhibitionMode
  review: Review
  state: ExhibitionState
  bookingOpensAt: string
  bookingClosesAt: string
  stallsTotal: number
  stallsFree: number
}

/** The same for our own pages, which mark demonstration content. */
export interface ListedExhibition extends ExhibitionSummary {
  isDemonstration: boolean
}

/** Something drawn on the plan that is no stall: a door, a stage. Plan units, origin at the top start corner. */
export interface PlanFeature {
  kind: 'entrance' | 'stage' | 'seating' | 'prayer' | 'services'
  title: Bilingual
  x: number
  y: number
  width: number
  height: number
}

export interface ZoneView {
  id: string
  title: Bilingual
}

export interface StallView {
  code: string
  zone: string
  x: number
  y: number
  width: number
  height: number
  features: StallFeature[]
  feeBaisa: number
  subsidyBaisa: number
  state: 'free' | 'taken' | 'withheld'
}

export interface ExhibitionDetail extends ListedExhibition {
  description: Bilingual
  plan: { width: number; height: number; features: PlanFeature[] }
  zones: ZoneView[]
  stalls: StallView[]
  /** Daily hours of the exhibition, `HH:MM` Asia/Muscat. */
  hours: { opens: string; closes: string }
  applications: number
  /** Offers that staff made out of the waiting list's order. */
  offersOutOfOrder: number
}

export interface SeriesView {
  slug: string
  title: Bilingual
  description: Bilingual
  venue: Bilingual
  governorate: string
  isDemonstration: boolean
  rounds: ListedExhibition[]
}

/** One line of an exhibition's directory: who agreed to be listed, by the name they trade under. */
export interface Exhibitor {
  tradeName: string
  category: ProductCategory
  governorate: string
  stall: string
}

import type { Bilingual } from '../../worker/contract/exhibition.ts'

/** Something people can come to; collection.ts says what its file must contain. */
export interface Gathering {
  slug: string
  kind: 'awareness' | 'workshop'
  title: Bilingual
  about: Bilingual
  /** Muscat days. */
  startsOn: string
  endsOn: string
  /** Daily hours, `HH:MM` in Muscat. */
  opensAt: string
  closesAt: string
  place: Bilingual
  governorate: string
  sample: boolean
}

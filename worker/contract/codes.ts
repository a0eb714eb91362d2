// The closed lists of the product. Their words are in content/words, under the same codes.

export const languages = ['ar', 'en'] as const
export type Language = (typeof languages)[number]

export const applicantKinds = ['productive_family', 'womens_association', 'social_institution'] as const
export type ApplicantKind = (typeof applicantKinds)[number]

export const productCategories = [
  'frankincense_incense',
  'perfume',
  'silver_khanjars',
  'pottery',
  'palm_frond',
  'weaving',
  'wood',
  'copper',
  'leather',
  'embroidery_dress',
  'halwa',
  'food_spices_honey_dates',
  'cosmetics_soap',
  'services',
] as const
export type ProductCategory = (typeof productCategories)[number]

export const arrangements = ['step_free', 'near_entrance', 'power', 'extra_seat', 'sign_language', 'companion'] as const
export type Arrangement = (typeof arrangements)[number]

export const stallFeatures = ['step_free', 'near_entrance', 'power', 'corner', 'water'] as const
export type StallFeature = (typeof stallFeatures)[number]

export const exhibitionModes = ['first_come', 'ballot'] as const
export type ExhibitionMode = (typeof exhibitionModes)[number]

export const reviews = ['before_confirming', 'none'] as const
export type Review = (typeof reviews)[number]

export const exhibitionStates = [
  'draft',
  'published',
  'open',
  'closed',
  'frozen',
  'drawn',
  'live',
  'finished',
  'cancelled',
] as const
export type ExhibitionState = (typeof exhibitionStates)[number]

export const bookingStates = [
  'applied',
  'pending',
  'waitlisted',
  'offered',
  'confirmed',
  'checked_in',
  'completed',
  'no_show',
  'withdrawn',
  'declined',
  'expired',
  'cancelled',
] as const
export type BookingState = (typeof bookingStates)[number]

/** A booking in one of these holds its stall (domain.md, invariant 1). */
export const occupyingStates = ['pending', 'offered', 'confirmed', 'checked_in'] as const satisfies BookingState[]

/** A booking in one of these is its applicant's only one at the exhibition (domain.md, invariant 2). */
export const liveStates = [
  'applied',
  'pending',
  'waitlisted',
  'offered',
  'confirmed',
  'checked_in',
] as const satisfies BookingState[]

export const roles = ['viewer', 'gate', 'receiver', 'officer', 'manager'] as const
export type Role = (typeof roles)[number]

export const reasonCodes = [
  'not_in_programme',
  'incomplete',
  'duplicate',
  'unsuitable_product',
  'safety',
  'appeal_upheld',
  'accessibility',
  'set_aside',
  'organiser_error',
  'cancelled_event',
  'other',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

/** How an application that an officer typed in reached the desk. */
export const enteredFromCodes = ['paper', 'telephone', 'in_person'] as const
export type EnteredFrom = (typeof enteredFromCodes)[number]

/** What is wrong with one field. */
export const fieldCodes = [
  'required',
  'too_short',
  'too_long',
  'wrong_format',
  'wrong_characters',
  'unknown',
  'out_of_range',
  'not_allowed',
] as const
export type FieldCode = (typeof fieldCodes)[number]

export interface FieldError {
  field: string
  code: FieldCode
}

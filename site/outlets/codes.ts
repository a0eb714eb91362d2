/** The five kinds of place the proposal names (fact F65), in the order the site shows them. */
export const outletCategories = ['hotel', 'airport', 'mall', 'traditional_souq', 'tourist_site'] as const
export type OutletCategory = (typeof outletCategories)[number]

export const outletStatuses = ['proposed', 'approved'] as const

/** How sure a position is: a low one is shown as an area, never as a point. */
export const confidences = ['high', 'medium', 'low'] as const

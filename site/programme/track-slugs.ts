/** The four tracks in the programme's own order (facts F10 to F13): address, folder in content/programme. */
export const trackSlugs = ['direct-employment', 'training-for-employment', 'project-finance', 'awareness'] as const

export type TrackSlug = (typeof trackSlugs)[number]

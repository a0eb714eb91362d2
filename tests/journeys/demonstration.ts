import { seededExhibitions } from '../../db/seed/exhibitions.ts'

/** Which exhibition of the demonstration each kind of journey has to itself. */
export const exhibitions = {
  /** First come, confirmed at once, some stalls with a fee. */
  confirmedAtOnce: seededExhibitions.alMouj,
  /** First come, reviewed; the officers' governorate. */
  reviewed: seededExhibitions.muscatMall,
  /** Reviewed; another officer's tests leave it alone. */
  round: seededExhibitions.secondRound,
  /** The tests of the waiting list fill it. */
  filled: seededExhibitions.rustaq,
  ballot: seededExhibitions.nizwaBallot,
  notOpen: seededExhibitions.salalah,
  /** Every stall is taken and three wait; the officers' governorate. */
  full: seededExhibitions.craftsDays,
  live: seededExhibitions.luluNizwa,
  finished: seededExhibitions.firstRound,
} as const

// The demonstration's people have the numbers from 7000 0000 on; each file of tests has a hundred further up.
const firstPhones = {
  book: 70_005_000,
  errors: 70_005_100,
  again: 70_005_200,
  race: 70_005_300,
  ballot: 70_005_400,
  waitlist: 70_005_500,
  refusals: 70_005_600,
  links: 70_005_700,
  delegate: 70_005_800,
  desk: 70_005_900,
  deskEntry: 70_006_300,
  pages: 70_006_000,
  plan: 70_006_100,
  print: 70_006_200,
  weights: 70_006_400,
  files: 70_006_500,
  offline: 70_006_600,
  ownData: 70_006_700,
  pass: 70_006_800,
  gate: 70_006_850,
  families: 70_006_900,
  deskReview: 70_007_000,
  deskRunning: 70_007_100,
  office: 70_008_000,
} as const

/** Gives phone numbers that nobody else in the database has. */
export function phonesOf(file: keyof typeof firstPhones): () => string {
  let next: number = firstPhones[file]
  return () => String(next++)
}

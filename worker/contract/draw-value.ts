// The public value of a draw: a text that nobody could know at the freeze and everybody can look up later.

export interface DrandSource {
  source: 'drand'
  /** The chain's hash, in hex. */
  chainHash: string
  round: number
}

export interface CeremonySource {
  source: 'ceremony'
  /** Where the value will be read, named for the public. */
  from: { ar: string; en: string }
  /** The day on which it will be read, YYYY-MM-DD. */
  on: string
}

export type DrawSource = DrandSource | CeremonySource

export const drandValue = (chainHash: string, round: number, randomness: string): string =>
  `drand:${chainHash}:${round}:${randomness}`

export const ceremonyValue = (on: string, value: string): string => `ceremony:${on}:${value.normalize('NFC').trim()}`

const drand = /^drand:[0-9a-f]{64}:[1-9]\d{0,15}:[0-9a-f]{64}$/
const ceremony = /^ceremony:\d{4}-\d\d-\d\d:\S(?:.*\S)?$/u

export const isPublicValue = (text: string): boolean =>
  drand.test(text) || (ceremony.test(text) && text.normalize('NFC') === text)

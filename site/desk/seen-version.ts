/**
 * The version that a form carries when it is shown again. After a wrong field it is still the one that the sender saw:
 * only a conflict tells what a colleague changed meanwhile, so only a conflict may bring the newest.
 */
export const seenVersion = (sent: number | null, isWrong: boolean, newest: number): number =>
  isWrong ? (sent ?? newest) : newest

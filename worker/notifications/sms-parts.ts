// GSM 03.38: what a short message of 7-bit letters can hold. The letters of the second table cost an escape each.
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const extension = '\f^{}\\[~]|€'

const gsmUnits = new Map([
  ...[...basic].map((letter) => [letter, 1] as const),
  ...[...extension].map((letter) => [letter, 2] as const),
])

/**
 * A text as the parts it is sent and paid in: 160 letters of the GSM alphabet, 153 in each of several; 70 and 67 of
 * any other. Neither an escaped letter nor a surrogate pair is torn apart.
 */
export function splitSms(text: string): string[] {
  const letters = [...text]
  const isGsm = letters.every((letter) => gsmUnits.has(letter))
  const unitsOf = (letter: string) => (isGsm ? (gsmUnits.get(letter) ?? 1) : letter.length)
  const [one, many] = isGsm ? [160, 153] : [70, 67]
  const total = letters.reduce((sum, letter) => sum + unitsOf(letter), 0)
  if (total <= one) return [text]
  const parts: string[] = []
  let [part, units] = ['', 0]
  for (const letter of letters) {
    if (units + unitsOf(letter) > many) {
      parts.push(part)
      part = ''
      units = 0
    }
    part += letter
    units += unitsOf(letter)
  }
  return [...parts, part]
}

/** How many SMS a text costs. */
export const smsParts = (text: string): number => splitSms(text).length

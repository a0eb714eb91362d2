// SVG does not break lines, so what a card says is measured here: a little wider than Readex Pro draws it.

/** Advance of a letter in hundredths of an em. */
const advances: readonly (readonly [letters: string, advance: number])[] = [
  ["اأإآلilj'.,:؛،!|", 34],
  ['بتثنيئءftrI()«»- ', 44],
  ['رزدذوؤs1234567890', 60],
  ['عغفقكهةمى', 66],
  ['جحخABCDEFGHJKLNOPQRSTUVXYZ', 78],
  ['طظmw', 94],
  ['سشMW', 100],
  ['صض', 112],
]
const advanceOf = new Map(advances.flatMap(([letters, advance]) => [...letters].map((one) => [one, advance])))

/** Letters that grow a tail at the end of a word. */
const tailed = 'بتثفقسشصضكلنيئ'

const isMark = (character: string) => /\p{M}/u.test(character)

/** How wide a text is, in em. */
export function widthOf(text: string): number {
  const characters = [...text].filter((character) => !isMark(character))
  const hundredths = characters.reduce((sum, character, index) => {
    const isLast = !/\p{L}/u.test(characters[index + 1] ?? '')
    return sum + (advanceOf.get(character) ?? 64) + (isLast && tailed.includes(character) ? 44 : 0)
  }, 0)
  return hundredths / 100
}

function wrap(text: string, ems: number): string[] {
  const lines: string[] = []
  // A dash stays with what is before it.
  for (const word of text
    .trim()
    .replace(/\s–/g, '\u00A0–')
    .split(/[^\S\u00A0]+/)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    if (lines.length > 0 && widthOf(longer) <= ems) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

export interface FittedText {
  size: number
  lines: string[]
}

interface Room {
  width: number
  lines: number
  /** From the wished size down. */
  sizes: readonly [number, ...number[]]
}

/**
 * Breaks a text into lines of about one length, in the largest size that fits. It takes the first of the rooms that
 * holds the text; what is too long for the last ends in an ellipsis.
 */
export function fitText(text: string, ...rooms: [Room, ...Room[]]): FittedText {
  for (const room of rooms) {
    const size = room.sizes.find((wished) => isHeld(text, room, wished))
    if (size) return { size, lines: balanced(text, room.width / size) }
  }
  const last = rooms.at(-1) ?? rooms[0]
  const size = last.sizes.at(-1) ?? last.sizes[0]
  const lines = balanced(text, last.width / size)
  const rest = lines.slice(last.lines - 1).join(' ')
  return { size, lines: [...lines.slice(0, last.lines - 1), shortened(rest, last.width / size)] }
}

function isHeld(text: string, room: Room, size: number): boolean {
  const lines = wrap(text, room.width / size)
  return lines.length <= room.lines && lines.every((line) => widthOf(line) <= room.width / size)
}

/** As few lines as fit, none much shorter than the others. */
function balanced(text: string, ems: number): string[] {
  const widest = wrap(text, ems)
  for (let narrower = ems * 0.5; narrower < ems; narrower += ems * 0.05) {
    const lines = wrap(text, narrower)
    if (lines.length === widest.length && lines.every((line) => widthOf(line) <= ems)) return lines
  }
  return widest
}

function shortened(text: string, ems: number): string {
  let kept = text
  while (kept.includes(' ') && widthOf(`${kept}…`) > ems) kept = kept.slice(0, kept.lastIndexOf(' '))
  return `${kept}…`
}

import type { Language } from '../../worker/contract/codes.ts'
import { cardSide } from './card-drawing.ts'
import type { FittedText } from './fit-text.ts'

export const cardMargin = 84
const leading = 1.32

export const escaped = (text: string) => text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

interface Placed {
  svg: string
  /** The height at which what comes below may begin. */
  end: number
}

/** Where things stand on a card that is read from the one side or the other. */
export interface CardLayout {
  isRightToLeft: boolean
  /** The edge where reading starts, and the other. */
  start: number
  end: number
  /** So far from the starting edge. */
  inward(distance: number): number
  text(x: number, y: number, size: number, words: string, attributes: string): string
  /** Lines of text from `top` down. */
  block(top: number, fitted: FittedText, attributes: string, x?: number): Placed
}

export function cardLayout(language: Language): CardLayout {
  const isRightToLeft = language === 'ar'
  const start = isRightToLeft ? cardSide - cardMargin : cardMargin
  const text: CardLayout['text'] = (x, y, size, words, attributes) =>
    `<text x="${x}" y="${y.toFixed(1)}" font-size="${size}" ${attributes}>${escaped(words)}</text>`
  return {
    isRightToLeft,
    start,
    end: cardSide - start,
    inward: (distance) => (isRightToLeft ? start - distance : start + distance),
    text,
    block: (top, { size, lines }, attributes, x = start) => ({
      svg: lines.map((words, n) => text(x, top + size * (1 + n * leading), size, words, attributes)).join(''),
      end: top + size * (0.35 + lines.length * leading),
    }),
  }
}

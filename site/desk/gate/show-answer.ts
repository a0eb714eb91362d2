import { writeAnswer, type GateSaid, type GateTone } from './gate-answer.ts'
import { signal } from './signals.ts'
import type { StationWords } from './station-words.ts'

/** What a person may do about an answer that a phone gave by itself. */
export type Choice = 'anyway' | 'unqueue' | null

/** Writes an answer where the server would have written it, large, and sounds it. */
export function showAnswer(root: HTMLElement, words: StationWords, said: GateSaid, choice: Choice = null): void {
  const place = root.querySelector<HTMLElement>('[data-answer]')
  if (!place) return
  const answer = writeAnswer(words, said)
  const write = (part: string, text: string) => {
    const element = place.querySelector(`[data-${part}]`)
    if (element) element.textContent = text
  }
  for (const part of ['word', 'stall', 'about', 'needs', 'text'] as const) write(part, answer[part])
  place.dataset.tone = answer.tone
  // Shown anew even if it says the same, so that it is announced again.
  place.hidden = true
  requestAnimationFrame(() => {
    place.hidden = false
    place.scrollIntoView({ block: 'nearest' })
  })
  offerChoice(root, choice)
  offerUndo(root, said)
  say(answer.tone)
}

function say(tone: GateTone): void {
  try {
    signal(tone)
  } catch {
    // A browser without sound has the colour and the words.
  }
}

export function offerChoice(root: HTMLElement, choice: Choice): void {
  for (const name of ['choice', 'anyway', 'unqueue']) {
    const part = root.querySelector<HTMLElement>(`[data-${name}]`)
    if (part) part.hidden = choice === null || (name !== 'choice' && name !== choice)
  }
}

/** The server's form, for whoever it let in a moment ago. */
export function offerUndo(root: HTMLElement, { kind, reference, at }: GateSaid): void {
  const form = root.querySelector<HTMLDetailsElement>('[data-undo]')
  const field = form?.querySelector<HTMLInputElement>('[name=reference]')
  if (!form || !field) return
  const within = Number(form.dataset.undo) || Infinity
  const isIn = kind === 'go' || kind === 'again'
  field.value = isIn && reference ? reference : ''
  form.hidden = field.value === '' || Date.now() - Date.parse(at ?? '') > within
  form.open = false
}

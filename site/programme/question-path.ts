import { trackSlugs, type TrackSlug } from './track-slugs.ts'

interface Both {
  ar: string
  en: string
}

export interface Answer {
  label: Both
  about?: Both | undefined
  next?: string | undefined
  track?: TrackSlug | undefined
}

/** One question of which-track; its name is its file's and its address. */
export interface Question {
  name: string
  question: Both
  answers: Answer[]
}

export interface Step extends Question {
  /** 1 for the first. */
  number: number
  /** How many questions the longest way through this one has. */
  most: number
  before: Question | null
}

const mostQuestions = 4
const folder = 'content/programme/questions'

/**
 * The questions in the order people meet them. Refuses, in a sentence for whoever edits content, a path with a loose
 * end, a circle or a question with two ways in, a longer one than four questions, and one that misses a track.
 */
export function questionPath(questions: Question[]): Step[] {
  for (const question of questions) checkAnswers(question, questions)
  const [first, another] = questions.filter(({ name }) => !waysInto(name, questions).length)
  if (!first) throw new Error(`${folder} has no first question: every one is another's "next".`)
  if (another)
    throw new Error(
      `No answer leads to ${folder}/${another.name}.json or to ${first.name}.json. Only the first question has none: write the other one's name as "next" of an answer.`,
    )
  const steps = follow(first, null, 1, questions)
  const missed = questions.find(({ name }) => !steps.some((step) => step.name === name))
  if (missed) throw new Error(`${folder}/${missed.name}.json leads in a circle. Nobody can reach it.`)
  const endless = trackSlugs.find((slug) => !endsOn(slug, questions).length)
  if (endless) throw new Error(`No answer in ${folder} ends on the track ${endless}. Every track needs one.`)
  return steps
}

/** The answers that end on a track, each with its question. */
export const endsOn = (track: TrackSlug, questions: Question[]): { question: Question; answer: Answer }[] =>
  questions.flatMap((question) =>
    question.answers.filter((answer) => answer.track === track).map((answer) => ({ question, answer })),
  )

const waysInto = (name: string, questions: Question[]): Answer[] =>
  questions.flatMap(({ answers }) => answers.filter(({ next }) => next === name))

function checkAnswers({ name, answers }: Question, questions: Question[]): void {
  for (const { next, label } of answers) {
    if (next === undefined) continue
    const file = `${folder}/${name}.json: the answer "${label.en}"`
    if (!questions.some((question) => question.name === next))
      throw new Error(`${file} leads to "${next}", and there is no file ${folder}/${next}.json.`)
    if (waysInto(next, questions).length > 1)
      throw new Error(`${file} leads to "${next}", and so does another answer. "Back" could not say where to go.`)
  }
}

function follow(question: Question, before: Question | null, number: number, questions: Question[]): Step[] {
  if (number > mostQuestions)
    throw new Error(`${folder}/${question.name}.json is question ${number}. The path has ${mostQuestions} at most.`)
  const after = question.answers.flatMap(({ next }) =>
    questions.filter(({ name }) => name === next).flatMap((found) => follow(found, question, number + 1, questions)),
  )
  const most = Math.max(number, ...after.map((step) => step.most))
  return [{ ...question, number, most, before }, ...after]
}

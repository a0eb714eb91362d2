import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { endsOn, questionPath, type Answer, type Question } from '../../site/programme/question-path.ts'
import { trackSlugs } from '../../site/programme/track-slugs.ts'
import { read, root } from '../guards/source-files.ts'

const folder = 'content/programme/questions'
const shipped = readdirSync(`${root}${folder}`).map((file): Question => {
  const written = JSON.parse(read(`${folder}/${file}`)) as Omit<Question, 'name'>
  return { name: file.replace('.json', ''), ...written }
})

const both = (text: string) => ({ ar: text, en: text })
const answer = (label: string, leads: Omit<Answer, 'label'>): Answer => ({ label: both(label), ...leads })
const question = (name: string, ...answers: Answer[]): Question => ({ name, question: both(name), answers })

const ends = trackSlugs.map((track) => answer(track, { track }))
const refusal = (...questions: Question[]): string => {
  try {
    questionPath(questions)
    return 'accepted'
  } catch (error) {
    return (error as Error).message
  }
}

test('the questions have one beginning, three steps at most, and end on each of the four tracks', () => {
  const steps = questionPath(shipped)
  expect(steps).toHaveLength(shipped.length)
  expect(steps.filter(({ before }) => before === null).map(({ name }) => name)).toEqual(['goal'])
  expect(Math.max(...steps.map(({ number }) => number))).toBeLessThanOrEqual(3)
  for (const track of trackSlugs) expect(endsOn(track, shipped).length, track).toBeGreaterThan(0)
})

test('a step knows the one before it and how many there are at most', () => {
  const steps = questionPath([
    question('b', ...ends),
    question('a', answer('on', { next: 'b' }), answer('out', { track: 'awareness' })),
  ])
  expect(steps.map(({ name, number, most, before }) => [name, number, most, before?.name])).toEqual([
    ['a', 1, 2, undefined],
    ['b', 2, 2, 'a'],
  ])
})

test('a wrong path is refused in a sentence that names the file', () => {
  expect(refusal(question('a', answer('on', { next: 'c' }), ...ends))).toBe(
    `${folder}/a.json: the answer "on" leads to "c", and there is no file ${folder}/c.json.`,
  )
  expect(
    refusal(question('a', answer('on', { next: 'b' }), answer('off', { next: 'b' })), question('b', ...ends)),
  ).toContain(`${folder}/a.json: the answer "on" leads to "b", and so does another answer.`)
  expect(refusal(question('a', ...ends), question('b', ...ends))).toContain(`No answer leads to ${folder}/b.json`)
  expect(refusal(question('a', answer('round', { next: 'a' }), ...ends))).toBe(
    `${folder} has no first question: every one is another's "next".`,
  )
  expect(
    refusal(
      question('a', ...ends),
      question('b', answer('round', { next: 'c' })),
      question('c', answer('round', { next: 'b' })),
    ),
  ).toBe(`${folder}/b.json leads in a circle. Nobody can reach it.`)
  expect(refusal(question('a', ...ends.slice(1)))).toBe(
    `No answer in ${folder} ends on the track direct-employment. Every track needs one.`,
  )
  const long = ['a', 'b', 'c', 'd'].map((name, index) =>
    question(name, answer('on', { next: 'bcde'[index] ?? '' }), ...ends),
  )
  expect(refusal(...long, question('e', ...ends))).toBe(`${folder}/e.json is question 5. The path has 4 at most.`)
})

import { expect, test } from 'vitest'
import { live } from '../../db/queries/live-states.ts'
import { occupying } from '../../db/queries/waitlist.ts'
import { liveStates, occupyingStates } from '../../worker/contract/codes.ts'
import { listFiles, read } from './source-files.ts'

const inSql = (states: readonly string[]) => `(${states.map((state) => `'${state}'`).join(', ')})`

test('the lists of states in SQL are those of the contract, each written once', () => {
  expect([live, occupying]).toEqual([liveStates, occupyingStates].map(inSql))
  const queries = listFiles().filter((path) => path.startsWith('db/queries/'))
  expect(queries.length).toBeGreaterThan(20)
  const holding = (list: string) => queries.filter((path) => read(path).includes(list))
  expect(holding(live)).toEqual(['db/queries/live-states.ts'])
  expect(holding(occupying)).toEqual(['db/queries/waitlist.ts'])
})

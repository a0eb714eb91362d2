import { DrizzleQueryError } from 'drizzle-orm/errors'
import { expect, test } from 'vitest'
import { describeFault } from '../../worker/http/describe-fault.ts'

test('the log says where a fault was thrown and nothing of what it holds', () => {
  const typed = 'salma@example.om\n    at the souq'
  const fault = new DrizzleQueryError('select ? from staff\nwhere email = ?', [typed], new Error(typed))
  const described = JSON.stringify(describeFault(fault))
  expect(described).toContain('DrizzleQueryError')
  expect(described).not.toContain('salma')
  expect(described).not.toContain('souq')
  expect(described).not.toContain('select')
})

import { parse, type Parsed } from '../../worker/contract/fields.ts'
import { answerTo, bodyOf, readAnswers } from '../../worker/contract/form.ts'
import { findPledgeSchema, type FindPledge } from '../../worker/contract/pledge.ts'

const fields = { reference: 'text', contact: 'text' } as const

/** What was typed to find a pledge, and how it reads. */
export interface FindAttempt {
  reference: string
  contact: string
  request: Parsed<FindPledge>
}

/** Reads the form of `pledges/`, or of one pledge's page, whose reference is in the address. */
export function readFindForm(form: FormData, reference?: string): FindAttempt {
  const answers = readAnswers(fields, form)
  const body = reference === undefined ? bodyOf(fields, answers) : { ...bodyOf(fields, answers), reference }
  return {
    reference: reference ?? answerTo(answers, 'reference'),
    contact: answerTo(answers, 'contact'),
    request: parse(findPledgeSchema, body),
  }
}

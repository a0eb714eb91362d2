import { expect, test } from 'vitest'
import { bookings } from '../../db/tables/bookings.ts'
import { exhibitions } from '../../db/tables/exhibitions.ts'
import { bookingStates, exhibitionModes, exhibitionStates, languages, reviews } from '../../worker/contract/codes.ts'

test('the tables know the contract’s states and codes', () => {
  expect(bookings.state.enumValues).toEqual(bookingStates)
  expect(bookings.language.enumValues).toEqual(languages)
  expect(exhibitions.state.enumValues).toEqual(exhibitionStates)
  expect(exhibitions.mode.enumValues).toEqual(exhibitionModes)
  expect(exhibitions.review.enumValues).toEqual(reviews)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, phoneSchema } from '../../worker/contract/fields.ts'
import {
  hasUnwantedCharacters,
  normaliseForSearch,
  normalisePhone,
  normaliseReference,
  searchWords,
  withLatinDigits,
} from '../../worker/contract/text.ts'

describe('digits', () => {
  test.each([
    ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
    ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
    ['0٠۰', '000'],
    ['ركن ١٢-أ', 'ركن 12-أ'],
    ['', ''],
  ])('of %s are %s', (typed, latin) => {
    expect(withLatinDigits(typed)).toBe(latin)
  })
})

describe('a phone', () => {
  test.each([
    ['70000012', '70000012'],
    ['7000 0012', '70000012'],
    ['٧٠٠٠ ٠٠١٢', '70000012'],
    ['۷۰۰۰۰۰۱۲', '70000012'],
    ['+968 7000-0012', '70000012'],
    ['00968 70000012', '70000012'],
    ['96870000012', '70000012'],
    ['(+968) 7000.0012', '70000012'],
    ['\u202A+968 7000 0012\u202C', '70000012'],
    ['\u2066٧٠٠٠٠٠١٢\u2069', '70000012'],
    ['7000\u00A0\u20110012', '70000012'],
    ['7000–0012', '70000012'],
    ['٠٠٩٦٨٧٠٠٠٠٠١٢', '70000012'],
    ['96812345', '96812345'],
    ['+971501234567', '+971501234567'],
  ])('typed %j is %s', (typed, phone) => {
    expect(normalisePhone(typed)).toBe(phone)
  })

  test('is the same after being normalised twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789٠٧۷+- ()') }), (typed) => {
        const once = normalisePhone(typed)
        // A prefix that stood behind another is not the country's any more, and 8 digits may begin with 968.
        if (!/^(\+|00)?968/.test(once)) expect(normalisePhone(once)).toBe(once)
      }),
    )
  })

  test.each([
    ['70000012', null],
    ['92345678', null],
    ['24123456', null],
    ['90012345', 'wrong_format'],
    ['10000000', 'wrong_format'],
    ['80000000', 'wrong_format'],
    ['7000001', 'too_short'],
    ['700000123', 'too_long'],
    ['+971501234567', 'wrong_characters'],
    ['hello', 'wrong_characters'],
    ['', 'required'],
    [' - ', 'required'],
  ])('%j is taken or refused with its reason: %s', (typed, reason) => {
    const parsed = parse(phoneSchema, typed)
    expect(parsed.ok ? null : parsed.errors[0]?.code).toBe(reason)
  })
})

describe('a reference', () => {
  test.each([
    ['TMK-0123ABCD', 'TMK-0123ABCD'],
    ['tmk-0123abcd', 'TMK-0123ABCD'],
    ['tmk 0123 abcd', 'TMK-0123ABCD'],
    ['TMK0123ABCD', 'TMK-0123ABCD'],
    ['TMK–0123ABCD', 'TMK-0123ABCD'],
    ['TMK-٠١٢٣ABCD', 'TMK-0123ABCD'],
    ['\u200ETMK-0123ABCD\u200F', 'TMK-0123ABCD'],
    ['TMK-OILoilAB', 'TMK-011011AB'],
    ['PLG-0123ABCD', 'PLG-0123ABCD'],
    ['TMK-0123ABC', ''],
    ['TMK-0123ABCDE', ''],
    ['ABC-0123ABCD', ''],
    ['TMK-0123ABC!', ''],
    ['', ''],
  ])('typed %j is %j', (typed, reference) => {
    expect(normaliseReference(typed)).toBe(reference)
  })
})

describe('two spellings of one word', () => {
  test.each([
    ['أحمد', 'احمد'],
    ['إيمان', 'ايمان'],
    ['آمنة', 'امنه'],
    ['ٱلبلوشية', 'البلوشيه'],
    ['فاطمة', 'فاطمه'],
    ['ليلى', 'ليلي'],
    ['مُحَمَّد', 'محمد'],
    ['سـعـاد', 'سعاد'],
    ['مؤمن', 'مومن'],
    ['نائلة', 'نايله'],
    ['ﻣﺮﻳﻢ', 'مريم'],
    ['Maryam', 'MARYAM'],
    ['ركن ٣', 'ركن 3'],
    ['\u200Fسالم\u200F', 'سالم'],
  ])('%s and %s are one', (one, other) => {
    expect(normaliseForSearch(one)).toBe(normaliseForSearch(other))
  })

  test.each([
    ['سالم', 'سليم'],
    ['نور', 'نورة'],
    ['علي', 'عالي'],
  ])('but %s and %s are two', (one, other) => {
    expect(normaliseForSearch(one)).not.toBe(normaliseForSearch(other))
  })

  test('normalising is done once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = normaliseForSearch(text)
        expect(normaliseForSearch(once)).toBe(once)
      }),
    )
  })
})

test('the words of a name are distinct, normalised, and free of punctuation', () => {
  expect(searchWords('مريم بنت سالم – البلوشيّة (أمّ سالم)')).toEqual(['مريم', 'بنت', 'سالم', 'البلوشيه', 'ام'])
  expect(searchWords('  ,،؛ ')).toEqual([])
})

test.each([
  ['سطر\nآخر', false],
  ['عمود\tآخر', false],
  ['مريم \u200Dع\u200F', false],
  ['👩‍👩‍👧 عائلة', false],
  ['a\u0000b', true],
  ['a\u0008b', true],
  ['a\u007Fb', true],
  ['a\u0085b', true],
  ['a\uD800b', true],
  ['\uDC00', true],
  ['a\u202Eb', true],
  ['a\u202Ab', true],
  ['a\uFFF9b', true],
])('%j holds characters that nobody types on purpose: %s', (text, expected) => {
  expect(hasUnwantedCharacters(text)).toBe(expected)
})

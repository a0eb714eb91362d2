import { expect, inject, test } from 'vitest'
import { seededSeries } from '../../db/seed/exhibitions.ts'
import { budgets, weighPage } from '../bench/page-weight.ts'
import { bookByApi, linksIn, messagesOf } from './api.ts'
import { exhibitions, phonesOf } from './demonstration.ts'

const nextPhone = phonesOf('weights')
const { confirmedAtOnce, reviewed, round, ballot } = exhibitions
const book = ({ slug }: { slug: string }) => `exhibitions/${slug}/book/`

const step = (show: string) =>
  new URLSearchParams({
    goto: show,
    step: 'applicant',
    idempotencyKey: crypto.randomUUID(),
    'applicant.kind': 'productive_family',
    'applicant.name': 'شيخة المعمرية',
    'applicant.phone': '70006999',
    'applicant.wilayat': 'as-seeb',
    'product.category': 'palm_frond',
    'product.tradeName': 'سعفيات الدار',
    'product.description': 'سلال ومراوح وحصر من سعف النخيل، نصنعها بأيدينا في البيت.',
    stall: 'any',
  })

/** Path after the language, the budget, and the form that is sent there. */
const pages: [path: string, budget: keyof typeof budgets, form?: URLSearchParams][] = [
  ['', 'page'],
  ['exhibitions/', 'page'],
  [`exhibitions/${confirmedAtOnce.slug}/`, 'page'],
  [`exhibitions/${reviewed.slug}/`, 'page'],
  [`exhibitions/${ballot.slug}/`, 'page'],
  [`exhibitions/series/${seededSeries.slug}/`, 'page'],
  ['stories/', 'content'],
  ['stories/sohar-factory/', 'content'],
  ['calendar/', 'page'],
  ['press/', 'content'],
  [`exhibitions/${ballot.slug}/poster/`, 'page'],
  [`exhibitions/${ballot.slug}/card/`, 'page'],
  ['nowhere/', 'content'],
  ['bookings/', 'form'],
  [book(confirmedAtOnce), 'form'],
  ...['applicant', 'product', 'arrangements', 'stall', 'check'].map((show): [string, 'form', URLSearchParams] => [
    book(reviewed),
    'form',
    step(show),
  ]),
  [book(confirmedAtOnce), 'form', step('stall')],
  [book(round), 'form', step('stall')],
  [book(ballot), 'form', step('stall')],
]

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`

test.for(['ar', 'en'])('every page keeps within its budget of bytes (%s)', async (language) => {
  const tooHeavy: string[] = []
  for (const [path, budget, form] of pages) {
    const { total, fonts } = await weighPage(
      inject('url'),
      `/${language}/${path}`,
      form && { method: 'POST', body: form },
    )
    const name = `${path} ${form?.get('goto') ?? ''}`
    if (total > budgets[budget]) tooHeavy.push(`${name}: ${kilobytes(total)} of ${kilobytes(budgets[budget])}`)
    if (fonts > budgets.fonts || fonts === 0) tooHeavy.push(`${name}: fonts ${kilobytes(fonts)}`)
  }
  expect(tooHeavy).toEqual([])
})

test("a booking's page keeps within its budget of bytes", async () => {
  const { reference } = await bookByApi(reviewed.slug, nextPhone())
  const [link = ''] = linksIn((await messagesOf(reference))[0])
  const opened = await fetch(inject('url') + link, { redirect: 'manual' }).then(async (answer) =>
    answer.headers.getSetCookie().length > 0
      ? answer
      : fetch(inject('url') + (answer.headers.get('location') ?? ''), { redirect: 'manual' }),
  )
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const weight = await weighPage(inject('url'), `/ar/bookings/${reference}/`, { headers: { Cookie: cookie } })
  expect(weight.html).toBeGreaterThan(2000)
  expect(weight.total).toBeLessThanOrEqual(budgets.page)
})

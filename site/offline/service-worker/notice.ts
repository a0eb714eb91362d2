import { offline as arabic } from '../../../content/words/ar.json'
import { offline as english } from '../../../content/words/en.json'
import { formatInstant } from '../../../worker/contract/dates.ts'
import { languageOf } from '../../ui/language.ts'
import { keptAt } from '../kept-copy.ts'

const words = { ar: arabic, en: english }

/** A kept page with the time of its copy above its content. */
export function tellAge(copy: Response, address: URL): Promise<Response> {
  const language = languageOf(address)
  const time = formatInstant(language, keptAt(copy))
  return withNotice(copy, address, words[language].notice.replace('{time}', time))
}

/** The offline page, shown instead of one that is not kept. */
export const tellAbsence = (page: Response, address: URL): Promise<Response> =>
  withNotice(page, address, words[languageOf(address)].absent)

async function withNotice(page: Response, address: URL, sentence: string): Promise<Response> {
  const { noticeLabel, again } = words[languageOf(address)]
  const notice = `<aside class="kept-notice wrap" aria-label="${noticeLabel}"><p>${sentence} <a href="">${again}</a></p></aside>`
  const html = await page.text()
  return new Response(html.replace('<main', `${notice}<main`), { status: page.status, headers: page.headers })
}

import { wordsOf } from '../../../content/words.ts'
import type { Card } from '../../../site/finding/cards.ts'
import type { Language } from '../../contract/codes.ts'
import { cardArt } from './card-art.ts'

/** The mark of site/ui/Mark.astro. */
export const mark =
  '<path fill="#a5452c" d="M17 1l16 16-16 16L1 17z"/><path fill="#fffdf8" d="M17 8l9 9-9 9-9-9z"/><path fill="#26345f" d="M17 12l5 5-5 5-5-5z"/><path fill="#d39a3a" d="M17 15l2 2-2 2-2-2z"/>'

/** The band of site/ui/Band.astro. */
const band =
  '<path fill="#171f38" d="M0 0h60v30H0z"/><path fill="#a5452c" d="M0 0h60v4H0zM0 26h60v4H0z"/><path fill="#f6f1e7" d="M0 4h60v1H0zM0 25h60v1H0zM0 5h12L6 10zM48 5h12l-6 5zM0 25h12l-6-5zM48 25h12l-6-5z"/><path fill="#d39a3a" d="M30 6l9 9-9 9-9-9zM0 12l3 3-3 3zM60 12l-3 3 3 3z"/><path fill="#171f38" d="M30 9l6 6-6 6-6-6z"/><path fill="#c9593c" d="M30 12l3 3-3 3-3-3z"/><path fill="#d39a3a" d="M12 14h6v2h-6zM42 14h6v2h-6z"/>'

/** A social card as a page of 1200 by 630. `fontFaces` are the site's own fonts. */
export async function cardPage(language: Language, card: Card, fontFaces: string): Promise<string> {
  const { finding, site } = wordsOf(language)
  const bandSvg = `<svg class="band" width="1200" height="40"><defs><pattern id="band" width="60" height="30" patternUnits="userSpaceOnUse" patternTransform="scale(1.3334)">${band}</pattern></defs><path fill="url(#band)" d="M0 0h1200v40H0z"/></svg>`
  return `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><meta charset="utf-8"><style>
    ${fontFaces}
    * { margin: 0; box-sizing: border-box; }
    body { inline-size: 1200px; block-size: 630px; display: grid; grid-template-rows: 40px 1fr 40px; background: #26345f; color: #fffdf8; font-family: Readex; }
    .band { display: block; }
    main { display: flex; justify-content: space-between; align-items: end; gap: 24px; padding-inline: 64px 56px; background: linear-gradient(#1b2440 0 0) bottom / 100% 56px no-repeat; }
    div { align-self: center; flex: 1; padding-block-end: 40px; }
    p { display: flex; gap: 18px; align-items: center; font-size: 40px; font-weight: 600; line-height: 1.5; }
    h1 { margin-block-start: 30px; font-size: ${language === 'ar' ? 64 : 58}px; font-weight: 600; line-height: ${language === 'ar' ? 1.42 : 1.2}; text-wrap: balance; }
    h1::after { content: ''; display: block; inline-size: 120px; block-size: 6px; margin-block-start: 30px; background: #d39a3a; }
    main > svg { flex: none; margin-block-end: 28px; }
  </style><body>${bandSvg}<main><div><p><svg width="64" height="64" viewBox="0 0 34 34">${mark}</svg>${site.name}</p><h1>${finding.cards[card].replaceAll('. ', '.<br>')}</h1></div>
  <svg width="560" height="458" viewBox="0 0 560 458">${await cardArt(language, card)}</svg></main>${bandSvg.replaceAll('"band"', '"foot"').replace('#band', '#foot')}</body></html>`
}

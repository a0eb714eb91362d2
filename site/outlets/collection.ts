import { bilingual, perFile } from '../collections/bilingual.ts'
import { outletFile } from './outlet-file.ts'

/** One place where products could be sold: content/outlets/<slug>.json. The file's name is the page's address. */
export const outlets = perFile('outlets', outletFile)

/** What the list says of itself: content/outlets/about/{ar,en}.md. */
export const outletTexts = bilingual('outlets', {})

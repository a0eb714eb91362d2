import { bilingual } from '../collections/bilingual.ts'
import { date } from '../collections/fields.ts'

/** Pages around the product (privacy, accessibility, …): content/pages/<name>/{ar,en}.md. */
export const pages = bilingual('pages', { reviewedOn: date('day of the last review (reviewedOn)') })

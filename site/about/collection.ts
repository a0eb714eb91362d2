import { bilingual } from '../collections/bilingual.ts'

/** Pages around the product (privacy, accessibility, …): content/pages/<name>/{ar,en}.md. */
export const pages = bilingual('pages', {})

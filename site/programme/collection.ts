import { bilingual } from '../collections/bilingual.ts'

/** The pages of the programme: content/programme/<name>/{ar,en}.md. */
export const programme = bilingual('programme', {})

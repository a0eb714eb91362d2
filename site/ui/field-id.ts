/** The id of a field's (first) input: `applicant.phone` becomes `applicant-phone`. */
export const fieldId = (name: string): string => name.replaceAll('.', '-')

/** What `aria-describedby` of a field names: its hint and its error, when it has them. */
export function describedBy(id: string, field: { hint?: string; error?: string }): string | undefined {
  const ids = [field.hint && `${id}-hint`, field.error && `${id}-error`].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

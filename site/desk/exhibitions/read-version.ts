/** The version that the sender's page showed, from its form. */
export function readVersion(form: FormData, field = 'version'): number | null {
  const typed = String(form.get(field) ?? '')
  return /^\d{1,9}$/.test(typed) ? Number(typed) : null
}

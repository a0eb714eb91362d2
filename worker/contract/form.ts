// A form's field is named by its path in the API's body, so that one schema reads both (interface.md, Forms).

/** What a field becomes in the body: one text, a list of texts, or a box that is ticked or not. */
export type FieldKind = 'text' | 'list' | 'flag'
export type FormFields = Readonly<Record<string, FieldKind>>

/** What was sent for each known field, as it was typed. */
export type Answers = ReadonlyMap<string, readonly string[]>

/** The body of a form, or none when it is no form at all. */
export async function readFormData(request: Request): Promise<FormData> {
  return request.formData().catch(() => new FormData())
}

/** Keeps the known fields only: other names and files are left out. */
export function readAnswers(fields: FormFields, form: FormData): Answers {
  const answers = new Map<string, string[]>()
  for (const [name, value] of form) {
    if (typeof value !== 'string' || !Object.hasOwn(fields, name)) continue
    // A browser sends a line break as two characters; a person typed one.
    const typed = value.replaceAll('\r\n', '\n')
    answers.set(name, [...(answers.get(name) ?? []), typed])
  }
  return answers
}

export const answerTo = (answers: Answers, field: string): string => answers.get(field)?.[0] ?? ''

/** The nested body that the API would have been sent. Paths come from `fields`, never from the request. */
export function bodyOf(fields: FormFields, answers: Answers): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [path, kind] of Object.entries(fields)) {
    const sent = answers.get(path)
    if (sent) place(body, path.split('.'), valueOf(kind, sent))
  }
  return body
}

function valueOf(kind: FieldKind, sent: readonly string[]): unknown {
  if (kind === 'list') return sent.filter((value) => value !== '')
  // A single answer sent twice stays a list, which no schema takes for a text.
  if (sent.length > 1) return sent
  const [value = ''] = sent
  if (kind === 'text') return value
  return value === 'true' ? true : value === '' ? false : value
}

function place(body: Record<string, unknown>, path: string[], value: unknown): void {
  const [first = '', ...rest] = path
  if (rest.length === 0) {
    body[first] = value
    return
  }
  // Only this function writes the members of a path, so what is there is a record it made.
  const inner = (body[first] ??= {}) as Record<string, unknown>
  place(inner, rest, value)
}

/** What the API answers of something that pages mark as demonstration content. */
export function withoutMark<T extends { isDemonstration: boolean }>({ isDemonstration: _mark, ...documented }: T) {
  return documented
}

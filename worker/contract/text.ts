// How typed text is read. Stored display text stays as typed; only what is compared is normalised.

const bidiMarks = /[\u061C\u200E\u200F\u2066-\u2069]/g

/** Arabic-Indic and Persian digits as ASCII digits. */
export function withLatinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
}

/**
 * The form two spellings of one Arabic or English word share: compatibility forms, digits, letter case,
 * vowel marks and tatweel dropped, the alef, yeh, teh marbuta and hamza families made one (craft.md).
 */
export function normaliseForSearch(text: string): string {
  return withLatinDigits(text.normalize('NFKC'))
    .replace(/[\u064B-\u065F\u0670\u0640]/g, '')
    .replace(bidiMarks, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/ؤ/g, 'و')
    .replace(/ئ/g, 'ي')
    .replace(/[\s\u200B-\u200D\uFEFF]+/g, ' ')
    .toLowerCase()
    .trim()
}

/** The distinct normalised words of a text, for whole-word lookup. */
export function searchWords(text: string): string[] {
  return [...new Set(normaliseForSearch(text).match(/[\p{L}\p{N}]+/gu) ?? [])]
}

/** Spaces, hyphens, brackets and bidi marks removed, digits made ASCII, the Oman prefix dropped. */
export function normalisePhone(typed: string): string {
  const bare = withLatinDigits(typed).replace(/[\s\u00A0\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069\-‐-―−().]/g, '')
  return bare.replace(/^(?:\+|00)968/, '').replace(/^968(?=\d{8}$)/, '')
}

/** `TMK-`, `PLG-` or `STM-` and 8 characters, from any case, spacing, and the letters Crockford's base32 reads as digits. */
export function normaliseReference(typed: string): string {
  const bare = withLatinDigits(typed)
    .replace(bidiMarks, '')
    .replace(/[\s\-‐-―]/g, '')
    .toUpperCase()
  const match = /^(TMK|PLG|STM)([0-9A-Z]{8})$/.exec(bare)
  if (!match) return ''
  return `${match[1]}-${match[2]?.replace(/[IL]/g, '1').replace(/O/g, '0')}`
}

/** A draw code as it is published, or '' when what was typed is none. */
export function normaliseDrawCode(typed: string): string {
  const bare = withLatinDigits(typed)
    .replace(bidiMarks, '')
    .replace(/[\s\-‐-―]/g, '')
    .toUpperCase()
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
  return /^[0-9A-HJKMNP-TV-Z]{6}$/.test(bare) ? bare : ''
}

/** Control characters, lone surrogates and direction overrides: nothing a person types on purpose. */
export function hasUnwantedCharacters(text: string): boolean {
  return /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\uFFF9-\uFFFB]|\p{Cs}/u.test(text)
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function randomCode(length: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => crockford[byte & 31]).join('')
}

/** `TMK-` and 8 characters of Crockford base32: 40 random bits. */
export const newReference = (): string => `TMK-${randomCode(8)}`

export const newPledgeReference = (): string => `PLG-${randomCode(8)}`

/** A yearly statement's, under which it can be verified. */
export const newStatementReference = (): string => `STM-${randomCode(8)}`

/** 6 public characters without meaning. */
export const newDrawCode = (): string => randomCode(6)

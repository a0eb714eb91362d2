/** A proposal's subject is its record's stream; after a slash it names a part, such as a line of a pledge. */
export const streamOf = (subject: string): string => subject.split('/')[0] ?? subject

/** The colour and sign of a state (Tag.astro). */
export type TagTone = 'go' | 'wait' | 'stop' | 'quiet'

import { contactWaysOf } from './contact-ways.ts'

/** The ways of this site, for static and dynamic pages alike: settings of wrangler.toml that the build takes. */
export const contactWays = contactWaysOf(import.meta.env.CONTACT)

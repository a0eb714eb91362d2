import { fileURLToPath } from 'node:url'

const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export const repository = inRepository('')

/** Where `npm start`, `npm run dev` and the commands keep the local database. */
export const localState = inRepository('.wrangler/state')

export const localSecretsFile = inRepository('.dev.vars')
export const migrationsFolder = inRepository('db/migrations')
export const sourceConfig = inRepository('wrangler.toml')
export const builtConfig = inRepository('dist/server/wrangler.json')
export const builtSecretsCopy = inRepository('dist/server/.dev.vars')
export const errandEntry = inRepository('worker/local/errand-worker.ts')

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What runs in Node: rules about the code, the built files, and the browser against the built product. */
export default defineConfig({
  root,
  test: {
    projects: [
      { root, test: { name: 'guards', include: ['tests/guards/**/*.test.ts'], testTimeout: 60_000 } },
      { root, test: { name: 'site', include: ['tests/site/**/*.test.ts'], testTimeout: 60_000 } },
      {
        root,
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          // One product and one browser for all of them.
          globalSetup: ['tests/journeys/start.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 15_000 } },
          // The files share one running product and one database.
          fileParallelism: false,
        },
      },
    ],
  },
})

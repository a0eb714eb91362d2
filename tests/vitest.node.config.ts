import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

// What looks at one page after another; with the other journeys it would take one core most of the time of all tests.
const looks = ['pages', 'whole-site', 'office', 'pledge-pages', 'publicity', 'errors'].map(
  (name) => `tests/journeys/${name}.test.ts`,
)

const inBrowser = {
  // One product and one browser for all files of a project.
  globalSetup: ['tests/journeys/start.ts'],
  testTimeout: 180_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 15_000 } },
  // The files share one running product and one database.
  fileParallelism: false,
}

/** What runs in Node: rules about the code, the built files, and the browser against the built product. */
export default defineConfig({
  root,
  test: {
    projects: [
      { root, test: { name: 'guards', include: ['tests/guards/**/*.test.ts'], testTimeout: 60_000 } },
      { root, test: { name: 'site', include: ['tests/site/**/*.test.ts'], testTimeout: 60_000 } },
      { root, test: { name: 'journeys', include: ['tests/journeys/**/*.test.ts'], exclude: looks, ...inBrowser } },
      { root, test: { name: 'looks', include: looks, ...inBrowser } },
    ],
  },
})

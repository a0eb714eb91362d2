import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const key = (letter: string) => letter.repeat(43)

/** Domain, queries and API in workerd on a real D1; Astro is stubbed, pages are tested in the browser. */
export default defineConfig({
  root,
  resolve: {
    alias: { '@astrojs/cloudflare/handler': fileURLToPath(new URL('./builders/astro-handler.ts', import.meta.url)) },
  },
  plugins: [
    cloudflareTest(async () => ({
      main: './worker/index.ts',
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        // Cloudflare's e-mail as the platform emulates it; nothing leaves the machine.
        email: { send_email: [{ name: 'EMAIL' }] },
        bindings: {
          ENVIRONMENT: 'local',
          SITE_URL: 'http://127.0.0.1:8787',
          ENCRYPTION_KEYS: `k1:${key('A')}`,
          LOOKUP_KEY: key('B'),
          TOKEN_KEY: key('C'),
          EVENT_KEY: key('D'),
          PASS_KEY: `p1:${key('F')}`,
          DESK_KEY: key('E'),
          TEST_MIGRATIONS: await readD1Migrations(`${root}db/migrations`),
        },
      },
    })),
  ],
  test: {
    name: 'worker',
    include: ['tests/{worker,db}/**/*.test.ts'],
    globalSetup: ['./tests/start-beacon.ts', './tests/start-gateway.ts'],
    setupFiles: ['./tests/builders/migrate.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

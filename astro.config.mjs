import { defineConfig, fontProviders } from 'astro/config'
import cloudflare from '@astrojs/cloudflare'
import { unstable_readConfig as readConfig } from 'wrangler'
import { devServesApi } from './site/dev-integration.ts'
import { staticHeaders } from './site/headers-integration.ts'
import { keepsOffline } from './site/offline-integration.ts'
import { narrowPolicies } from './site/policy-integration.ts'
import { searchIndex } from './site/search-integration.ts'

// The operator's settings stand in wrangler.toml. Pages built once keep those that they were built with.
const { vars } = readConfig({ config: 'wrangler.toml' })
const setting = (name) => process.env[name] || vars[name]

export default defineConfig({
  site: setting('SITE_URL'),
  srcDir: './site',
  publicDir: './site/public',
  output: 'static',
  trailingSlash: 'always',
  session: false,
  devToolbar: { enabled: false },
  adapter: cloudflare({ imageService: 'compile', prerenderEnvironment: 'node' }),
  integrations: [staticHeaders(), devServesApi(), narrowPolicies(), keepsOffline(), searchIndex()],
  build: { inlineStylesheets: 'auto' },
  vite: {
    plugins: [
      {
        name: 'minify-worker',
        enforce: 'post',
        // Astro leaves the Worker as it was written; a cold start reads a third less this way.
        configEnvironment: (name) => (name === 'ssr' ? { build: { minify: true } } : undefined),
      },
    ],
    define: {
      'import.meta.env.IS_DEMONSTRATION': JSON.stringify(process.env.DEMONSTRATION === '1'),
      // Under a setting's own name Astro would put what wrangler.toml says, whatever the environment says.
      'import.meta.env.CONTACT': JSON.stringify({
        phone: setting('CONTACT_PHONE') ?? '',
        email: setting('CONTACT_EMAIL') ?? '',
      }),
      'import.meta.env.MAP_TILES': JSON.stringify({
        url: setting('MAP_TILE_URL') ?? '',
        credit: setting('MAP_TILE_CREDIT') ?? '',
      }),
    },
  },
  // Hono checks the origin of every write, pages and API alike (worker/http/same-site.ts).
  security: {
    checkOrigin: false,
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ],
    },
  },
  fonts: [
    {
      provider: fontProviders.local(),
      name: 'Readex Pro',
      cssVariable: '--font-readex',
      fallbacks: ['Tahoma', 'Arial', 'sans-serif'],
      options: {
        variants: [
          {
            weight: '160 700',
            style: 'normal',
            src: ['./node_modules/@fontsource-variable/readex-pro/files/readex-pro-arabic-wght-normal.woff2'],
            unicodeRange: [
              'U+0600-06FF',
              'U+0750-077F',
              'U+0870-088E',
              'U+08A0-08FF',
              'U+200C-200E',
              'U+2010-2011',
              'U+204F',
              'U+2E41',
              'U+FB50-FDFF',
              'U+FE70-FEFC',
            ],
          },
          {
            weight: '160 700',
            style: 'normal',
            src: ['./node_modules/@fontsource-variable/readex-pro/files/readex-pro-latin-wght-normal.woff2'],
            unicodeRange: [
              'U+0000-00FF',
              'U+0131',
              'U+0152-0153',
              'U+02BB-02BC',
              'U+02C6',
              'U+02DA',
              'U+02DC',
              'U+2000-200B',
              'U+2012-206F',
              'U+20AC',
              'U+2122',
              'U+2191',
              'U+2193',
              'U+2212',
              'U+2215',
            ],
          },
        ],
      },
    },
  ],
})

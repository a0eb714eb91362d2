import { defineConfig, fontProviders } from 'astro/config'
import cloudflare from '@astrojs/cloudflare'
import { devServesApi } from './site/dev-integration.ts'
import { staticHeaders } from './site/headers-integration.ts'

export default defineConfig({
  site: process.env.SITE_URL || 'https://tamkeen.example',
  srcDir: './site',
  publicDir: './site/public',
  output: 'static',
  trailingSlash: 'always',
  session: false,
  devToolbar: { enabled: false },
  adapter: cloudflare({ imageService: 'compile', prerenderEnvironment: 'node' }),
  integrations: [staticHeaders(), devServesApi()],
  build: { inlineStylesheets: 'auto' },
  vite: { define: { 'import.meta.env.IS_DEMONSTRATION': JSON.stringify(process.env.DEMONSTRATION === '1') } },
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

import type { AstroIntegration } from 'astro'

/** `astro dev` would answer the API's addresses with a page about their missing slash, before the Worker sees them. */
export const devServesApi = (): AstroIntegration => ({
  name: 'dev-serves-api',
  hooks: {
    'astro:config:setup': ({ command, updateConfig }) => {
      if (command === 'dev') updateConfig({ trailingSlash: 'ignore' })
    },
  },
})

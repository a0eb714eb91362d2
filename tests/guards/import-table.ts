import { posix } from 'node:path'

/** One line of "Folder | May import | Never" (architecture.md). The first line that names a file decides. */
interface Line {
  folder: string
  files: RegExp
  /** Our own files that it may import, as paths from the root. */
  mayImport: RegExp[]
  mayImportOwnFolder?: true
  /** Packages, by the name as imported; a list of names allows nothing else. */
  packages: { only: RegExp } | { never: RegExp }
}

const content = /^content\//
const contract = /^worker\/contract\//
const http = /^worker\/http\//
const store = /^worker\/(store|env)\.ts$/
const verb = /^worker\/(?!contract\/|http\/|local\/)[a-z-]+\/(?![a-z-]*route)[a-z-]+\.ts$/
const routeDocs = /^worker\/[a-z-]+\/route-docs\.ts$/
const site = /^site\/(?!pages\/|middleware\.ts|[a-z-]+-integration\.ts)/

const pagesNever = /^(drizzle|hono|wrangler|jose|node:)/

export const importTable: Line[] = [
  {
    folder: 'site/pages',
    files: /^site\/pages\//,
    // The API's document is written while the pages are built.
    mayImport: [site, content, contract, verb, /^worker\/http\/openapi\.ts$/],
    packages: { never: pagesNever },
  },
  {
    // Pages find there what the front door opened.
    folder: 'site/middleware.ts, site/env.d.ts',
    files: /^site\/(middleware\.ts|env\.d\.ts)$/,
    mayImport: [/^worker\/(http\/render-page|store|desk\/staff)\.ts$/, /^site\/narrow-policy\.ts$/],
    packages: { only: /^astro(:|\/|$)/ },
  },
  {
    // Run in the build: static files get the headers that the Worker sends, pages their search index.
    folder: 'site/*-integration.ts',
    files: /^site\/[a-z-]+-integration\.ts$/,
    mayImport: [/^worker\/http\/security-headers\.ts$/, content, site],
    packages: { only: /^(astro|vite|pagefind|node:.+)$/ },
  },
  { folder: 'other site/', files: /^site\//, mayImport: [site, content, contract], packages: { never: pagesNever } },
  {
    folder: 'worker/*/routes.ts',
    files: /^worker\/(?!http\/)([a-z-]+)\/[a-z-]*route(s|-docs)[a-z-]*\.ts$/,
    mayImport: [contract, http, store, content],
    mayImportOwnFolder: true,
    packages: { never: /^(drizzle|astro|@astrojs\/)/ },
  },
  {
    folder: 'worker/contract',
    files: contract,
    mayImport: [contract, /^content\/oman\.json$/],
    packages: { only: /^valibot$/ },
  },
  {
    folder: 'worker/http',
    files: http,
    // `ready` asks the database itself whether it answers: there is no rule for a verb to hold.
    mayImport: [http, contract, store, content, verb, routeDocs, /^db\/queries\/ready\.ts$/],
    packages: { never: /^(drizzle|astro(:|\/|$)|@astrojs\/(?!cloudflare\/handler$))/ },
  },
  { folder: 'worker/local', files: /^worker\/local\//, mayImport: [/./], packages: { never: /^$/ } },
  {
    folder: 'worker/<noun>/<verb>.ts',
    files: verb,
    mayImport: [verb, contract, store, content, /^db\/queries\//],
    packages: { never: /^(drizzle|hono|astro|@astrojs\/|@hono\/)/ },
  },
  {
    folder: 'worker/store.ts, worker/env.ts',
    files: store,
    mayImport: [/^worker\/(http\/rate-limits|notifications\/channels|people\/keyring)\.ts$/],
    packages: { only: /^@cloudflare\/workers-types$/ },
  },
  {
    folder: 'worker/*.ts',
    files: /^worker\/[a-z-]+\.ts$/,
    mayImport: [/^worker\/(?!local\/)/, /^db\/queries\//],
    packages: { only: /^(hono(\/|$)|@cloudflare\/workers-types$)/ },
  },
  { folder: 'db/seed', files: /^db\/seed\//, mayImport: [/./], packages: { never: /^$/ } },
  {
    folder: 'db',
    files: /^db\//,
    mayImport: [/^db\/(?!seed\/)/],
    packages: { only: /^(drizzle-orm(\/|$)|drizzle-kit$|@cloudflare\/workers-types$)/ },
  },
  { folder: 'content', files: content, mayImport: [content], packages: { only: /^astro\/loaders$/ } },
]

/** Why `file` may not import `specifier`, or null. `file` is a path from the root, `specifier` as written. */
export function whyRefused(file: string, specifier: string): string | null {
  const line = importTable.find(({ files }) => files.test(file))
  if (!line) return null
  if (!/^\.{1,2}\//.test(specifier)) {
    const isAllowed =
      'only' in line.packages ? line.packages.only.test(specifier) : !line.packages.never.test(specifier)
    return isAllowed ? null : `${line.folder} may not import the package ${specifier}`
  }
  const target = posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''))
  if (/\.(css|svg)$/.test(target)) return null
  const isOwn = line.mayImportOwnFolder && posix.dirname(target) === posix.dirname(file)
  if (isOwn || line.mayImport.some((allowed) => allowed.test(target))) return null
  return `${line.folder} may not import ${target}`
}

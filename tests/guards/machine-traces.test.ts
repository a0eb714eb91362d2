import { hostname, networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { findLines, listFiles, read } from './source-files.ts'

// A clone builds anywhere: nothing tracked may know the machine or the network it was written on.

const folder = (...names: string[]) => names.map((name) => `/${name}/`).join('|')
const homes = folder('home', 'root', 'work', 'Users', 'tmp', 'workspace')
const rules: [what: string, pattern: RegExp, example: string][] = [
  ['an absolute path', new RegExp(`(^|[\\s'"\`(=:])(${homes})[\\w.-]`), ` /${'work'}/main`],
  ['a package registry', /registry\.[a-z]|npmjs\.org|verdaccio|artifactory/i, 'https://registry.npmjs.org'],
]

const own = 'tests/guards/machine-traces.test.ts'
const files = listFiles().filter((path) => path !== own && !/\.(png|jpg|webp|woff2|ico|pdf)$/.test(path))

test.for(rules)('no tracked file holds %s', ([, pattern, example]) => {
  expect(files.flatMap((path) => findLines(path, read(path), pattern))).toEqual([])
  expect(findLines('x', example, pattern)).toEqual(['x:1'])
})

test('no tracked file names this machine or its address', () => {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const names = addresses.filter(({ internal }) => !internal).map(({ address }) => address)
  // A short host name is an ordinary word in many places.
  if (hostname().length > 8 && hostname() !== 'localhost') names.push(hostname())
  const found = files.filter((path) => names.some((name) => read(path).includes(name)))
  expect(found).toEqual([])
})

test('the local secrets and outputs are ignored', () => {
  expect(files.filter((path) => /(^|\/)(\.dev\.vars|dist|\.wrangler|node_modules)(\/|$)/.test(path))).toEqual([])
})

import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { read, root } from './source-files.ts'

type Versions = Record<string, string>
interface Package {
  scripts: Versions
  dependencies: Versions
  devDependencies: Versions
  allowScripts: Record<string, boolean>
}
interface Lock {
  packages: Record<
    string,
    {
      version?: string
      resolved?: string
      hasInstallScript?: boolean
      dependencies?: Versions
      devDependencies?: Versions
    }
  >
}

const manifest = JSON.parse(read('package.json')) as Package
const lock = JSON.parse(read('package-lock.json')) as Lock

const inexact = (versions: Versions) =>
  Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))

test('every package has one exact version', () => {
  expect(inexact({ ...manifest.dependencies, ...manifest.devDependencies })).toEqual([])
  expect(inexact({ one: '^1.0.0' })).toHaveLength(1)
})

test('the lock is of this manifest and names no download address', () => {
  expect(lock.packages['']?.dependencies).toEqual(manifest.dependencies)
  expect(lock.packages['']?.devDependencies).toEqual(manifest.devDependencies)
  expect(Object.keys(lock.packages).filter((place) => lock.packages[place]?.resolved !== undefined)).toEqual([])
})

test('every package with an install script is approved', () => {
  const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript)
  const names = scripted.map(([place]) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length))
  expect(names.filter((name) => !manifest.allowScripts[name] && name !== 'fsevents')).toEqual([])
})

test('the Worker is worker/index.ts', () => {
  expect(read('wrangler.toml')).toMatch(/^main = "worker\/index\.ts"$/m)
})

test("README's first screen holds the two commands", () => {
  expect(existsSync(`${root}README.md`)).toBe(true)
  const firstScreen = read('README.md').split('\n').slice(0, 60).join('\n')
  expect(firstScreen).toContain('npm ci && npm start')
  expect(firstScreen).toContain('npm ci && npm test')
})

// Run by `npm run lock` after dependencies change.
// npm leaves a platform's optional package out of the lock when the registry in use does not
// carry it, and `npm ci` then refuses the lock everywhere. This adds the missing entries, by
// name and exact version, and removes download addresses, so that any registry serves.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32']
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']

/** npm's os, cpu and libc fields, read from a platform package's name. */
function platformOf(name) {
  const words = name
    .replace('windows', 'win32')
    .replace(/[-/]64$/, '-x64')
    .split(/[-/]/)
  const cpu = processors.find((processor) => words.includes(processor))
  const os = systems.find((system) => words.includes(system))
  if (!cpu) throw new Error(`The platform of ${name} is not in its name; add its lock entry by hand.`)
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined
  return { ...(os && { os: [os] }), cpu: [cpu], ...(libc && { libc: [libc] }) }
}

/** The place in the tree where Node would find `name` from `parent`, or undefined. */
function findPlace(parent, name) {
  for (let folder = parent; ;) {
    const place = `${folder ? `${folder}/` : ''}node_modules/${name}`
    if (lock.packages[place]) return place
    if (!folder) return undefined
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))
  }
}

let added = 0
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!/^\d/.test(version)) continue
    const place = findPlace(parent, name)
    if (place && lock.packages[place].version === version) continue
    const free = place ? `${parent}/node_modules/${name}` : `node_modules/${name}`
    lock.packages[free] = {
      version,
      ...platformOf(name),
      ...(entry.dev && { dev: true }),
      optional: true,
    }
    added += 1
  }
}
for (const entry of Object.values(lock.packages)) delete entry.resolved
const root = lock.packages['']
lock.packages = {
  '': root,
  ...Object.fromEntries(
    Object.entries(lock.packages)
      .filter(([place]) => place !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ),
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`package-lock.json: ${added} platform entries added.`)

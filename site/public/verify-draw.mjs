#!/usr/bin/env node
// Recomputes a draw of Tamkeen. It needs Node 18 or newer, nothing else, and shares no code with the product.
//
//   node verify-draw.mjs <manifest file> <public value> [result.csv]
//
// It prints the result as CSV. With a result.csv it compares instead, and exits 1 at the first difference.
// Rule: see "the draw" on the exhibition's page, or the comments below.
import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** @returns {string} the result as CSV, for the exact text of a manifest and the public value */
export function recompute(manifest, publicValue) {
  const lines = manifest.split('\n').filter((line) => line !== '')
  const head = lines[0].split(' ')
  if (head[0] !== 'tamkeen-draw/1') throw new Error('The first line does not begin with tamkeen-draw/1.')

  // 1. The seed: SHA-256 of "<SHA-256 of the manifest, in hex>|<public value>".
  const manifestHash = createHash('sha256').update(manifest, 'utf8').digest('hex')
  const seed = createHash('sha256').update(`${manifestHash}|${publicValue}`, 'utf8').digest()

  const stock = new Map()
  const people = []
  for (const line of lines.slice(1)) {
    const part = line.split(' ')
    if (part[0] === 'zone') stock.set(part[1], { other: Number(part[2]), 'step-free': Number(part[3]) })
    else people.push({ code: part[0], kind: part[1], priority: part[2], wishes: part[3] })
  }

  // 2. Everybody's key: HMAC-SHA256 of the draw code with the seed. The order is priority 0 before 1, then the key.
  for (const person of people) person.key = createHmac('sha256', seed).update(person.code).digest('hex')
  const order = (person) => `${person.priority} ${person.key}`
  people.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))

  // 3. Three passes over everybody in that order; each person takes the first of the wished zones with a place left.
  const give = (wanted, from) => {
    for (const person of people) {
      if (person.kind !== wanted || person.zone) continue
      for (const zone of person.wishes === '-' ? stock.keys() : person.wishes.split(',')) {
        if (stock.get(zone)[from] === 0) continue
        stock.get(zone)[from] -= 1
        person.zone = zone
        person.place = from
        break
      }
    }
  }
  give('step-free', 'step-free')
  give('any', 'other')
  give('any', 'step-free')

  let csv = 'rank,drawCode,kind,priority,key,outcome,zone,place\n'
  people.forEach((person, index) => {
    const outcome = person.zone ? 'placed' : 'waitlisted'
    csv += `${index + 1},${person.code},${person.kind},${person.priority},${person.key},${outcome},${person.zone ?? ''},${person.place ?? ''}\n`
  })
  return csv
}

function main([manifestFile, publicValue, resultFile]) {
  if (!manifestFile || !publicValue) {
    console.error('Usage: node verify-draw.mjs <manifest file> <public value> [result.csv]')
    return 2
  }
  const mine = recompute(readFileSync(manifestFile, 'utf8'), publicValue)
  if (!resultFile) {
    process.stdout.write(mine)
    return 0
  }
  const published = readFileSync(resultFile, 'utf8')
  if (published === mine) {
    console.log(`The same: ${mine.trim().split('\n').length - 1} entries, recomputed from the manifest and the value.`)
    return 0
  }
  const theirs = published.split('\n')
  const line = mine.split('\n').findIndex((text, index) => text !== theirs[index])
  console.error(
    `Different from line ${line + 1} on.\n  recomputed: ${mine.split('\n')[line]}\n  published:  ${theirs[line]}`,
  )
  return 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv.slice(2))
}

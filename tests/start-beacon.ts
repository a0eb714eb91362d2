import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bls12_381 as bls } from '@noble/curves/bls12-381'
import type { TestProject } from 'vitest/node'
import type { ProvidedBeacon } from './builders/provided.ts'

const secretKey = 0x1f2e3d4c5b6a79880123456789abcdefn
const separation = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'

/** What drand's network answers for a round: scheme `bls-unchained-g1-rfc9380`. */
function signed(round: number) {
  const counted = Buffer.alloc(8)
  counted.writeBigUInt64BE(BigInt(round))
  const message = createHash('sha256').update(counted).digest()
  const point = bls.G1.ProjectivePoint.fromAffine(bls.G1.hashToCurve(message, { DST: separation }).toAffine()).multiply(
    secretKey,
  )
  const signature = Buffer.from(point.toRawBytes(true)).toString('hex')
  const randomness = createHash('sha256').update(Buffer.from(signature, 'hex')).digest('hex')
  return { round, randomness, signature }
}

const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

/** How a beacon may behave. */
const manners: Record<string, (response: ServerResponse, round: number) => void> = {
  honest: (response, round) => json(response, 200, signed(round)),
  late: (response) => json(response, 425, { error: 'the round is not there yet' }),
  'lying-about-the-value': (response, round) => json(response, 200, { ...signed(round), randomness: '00'.repeat(32) }),
  'lying-with-its-own-signature': (response, round) => {
    const signature = `${'a'.repeat(95)}1`
    const randomness = createHash('sha256').update(Buffer.from(signature, 'hex')).digest('hex')
    json(response, 200, { round, randomness, signature })
  },
  'answering-with-another-round': (response, round) => json(response, 200, signed(round - 1)),
  'answering-nonsense': (response) => json(response, 200, ['no', 'beacon']),
  'answering-too-much': (response) => json(response, 200, { text: 'x'.repeat(100_000) }),
  redirecting: (response, round) => {
    response.writeHead(302, { Location: `/honest/chain/public/${round}` }).end()
  },
  stalling: () => {},
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const [, manner = '', , , round] = (request.url ?? '').split('/')
    const answer = manners[manner]
    if (answer) answer(response, Number(round))
    else json(response, 404, {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const publicKey = Buffer.from(bls.G2.ProjectivePoint.BASE.multiply(secretKey).toRawBytes(true)).toString('hex')
  const provided: ProvidedBeacon = { url: `http://127.0.0.1:${port}`, publicKey }
  project.provide('beacon', provided)
  return async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}

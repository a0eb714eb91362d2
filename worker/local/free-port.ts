import { createServer } from 'node:net'

/** Listens for a moment on the loopback interface: a port that is free, the wished one or (for 0) any. */
export function findFreePort(wished: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = createServer()
  server.once('error', (error: NodeJS.ErrnoException) =>
    reject(
      error.code === 'EADDRINUSE'
        ? new Error(`Port ${wished} on 127.0.0.1 is taken. Stop what uses it, or choose another with --port.`)
        : error,
    ),
  )
  server.listen(wished, '127.0.0.1', () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' && address ? address.port : wished))
  })
  return promise
}

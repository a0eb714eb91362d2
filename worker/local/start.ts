import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { buildDemonstration } from './build-product.ts'
import { findFreePort } from './free-port.ts'
import { localSecretsFile, localState } from './local-folders.ts'
import { startProduct, type RunningProduct } from './start-product.ts'
import { startTicker } from './ticker.ts'
import { whenAskedToStop } from './when-asked-to-stop.ts'

async function start(wished: number, isBuilding: boolean): Promise<void> {
  const ending = whenAskedToStop()
  const port = await findFreePort(wished)
  if (isBuilding) {
    console.log('Building …')
    await buildDemonstration(`http://127.0.0.1:${port}`, ending)
  }
  if (ending.aborted) return
  const product = await startProduct({ port, stateDir: localState, isSeeded: true, secretsFile: localSecretsFile })
  const ticker = startTicker(product.runScheduled, (fault) => console.error(`The scheduled work failed: ${fault}`))
  sayWhereToGo(product)
  if (!ending.aborted) await once(ending, 'abort')
  ticker.stop()
  await product.stop()
}

function sayWhereToGo({ url, findable }: RunningProduct): void {
  const found = findable
    ? `
  Find a booking  ${findable.reference}, phone ${findable.phone}
  Find a pledge   ${findable.pledge.reference}, ${findable.pledge.contact}`
    : ''
  console.log(`
  تمكين           ${url}/ar/
  Tamkeen         ${url}/en/
  المعارض         ${url}/ar/exhibitions/
  Exhibitions     ${url}/en/exhibitions/${found}
  مكتب الموظفين   ${url}/ar/desk/sign-in/
  Desk            ${url}/en/desk/sign-in/   one click on a name signs in
  Scripts         npm run desk:token -- officer@desk.test

  Ctrl-C stops it.`)
}

// A closed terminal or pipe must not end this process before the workerd behind it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

try {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '8787' }, 'no-build': { type: 'boolean', default: false } },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port is a number from 0 to 65535.')
  await start(port, !values['no-build'])
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

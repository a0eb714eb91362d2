import type { TestProject } from 'vitest/node'
import { startSmsGateway } from '../worker/local/sms-gateway.ts'

/** One stand-in for the SMS gateway beside all tests of the Worker; each test opens a line of its own there. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const gateway = await startSmsGateway()
  project.provide('gatewayUrl', gateway.url)
  return gateway.stop
}

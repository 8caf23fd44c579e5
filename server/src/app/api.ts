import type { Logger } from 'pino'
import type { DatabaseAddress } from '../platform/database.ts'
import type { Door } from '../platform/unit-of-work.ts'
import type { Config } from './config.ts'
import { startRuntime } from './runtime.ts'

/** Starts one API process' work and listens. */
export async function startApi(
  config: Config,
  address: DatabaseAddress,
  log: Logger,
): Promise<{ door: Door; close(): Promise<void> }> {
  const runtime = await startRuntime(config, address, log)
  try {
    await runtime.app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await runtime.close()
    const isTaken = (error as { code?: string }).code === 'EADDRINUSE'
    throw isTaken ? new Error(`Port ${config.port} on ${config.host} is taken; set PORT to another.`) : error
  }
  return { door: runtime.app.door, close: runtime.close }
}

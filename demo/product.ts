import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const READY = 'is ready at'

export interface Product {
  url: string
  stop(): Promise<void>
  /** Resolves when it ends, asked or not. */
  ended: Promise<number | null>
}

/** The product as users run it, on the demo's own database. */
export async function startProduct(dataDir: string, port: number): Promise<Product> {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env
  const env = { ...inherited, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' }
  const child = spawn(process.execPath, ['server/src/main.ts', 'start'], {
    ...{ cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] as const },
    // Ctrl-C reaches it once, from here, so that it can end in order.
    detached: true,
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const url = await untilReady(child, ended)
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url, stop, ended }
}

async function untilReady(child: ChildProcess, ended: Promise<number | null>): Promise<string> {
  let output = ''
  const ready = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      output += chunk
      const url = new RegExp(`${READY} (\\S+)`).exec(output)?.[1]
      if (url) resolve(url)
    })
  })
  const url = await Promise.race([ready, ended.then(() => null)])
  if (url === null) throw new Error(`Watchdesk did not start:\n${output}`)
  return url
}

/** The port asked for, or, where nobody asked and the usual one is taken, any that is free. */
export async function choosePort(wanted: string | undefined, told: (line: string) => void): Promise<number> {
  const usual = Number(wanted ?? 8000)
  if (await isFree(usual)) return usual
  if (wanted !== undefined) throw new Error(`Port ${wanted} is taken; set PORT to another.`)
  const port = await listenBriefly(0)
  told(`Port ${usual} is taken, so this demo takes ${port}; set PORT for another.`)
  return port
}

const isFree = (port: number) =>
  listenBriefly(port).then(
    () => true,
    () => false,
  )

function listenBriefly(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address() as { port: number }
      probe.close(() => resolve(address.port))
    })
  })
}

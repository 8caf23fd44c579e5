import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Address, urlOf } from './postgres.ts'
import { freePort, launch, type Running, untilSaid } from './processes.ts'

export const PASSWORD = 'long enough for a bench'
/** One for all processes on one database, as the product demands. */
const WATCHDESK_SECRET_KEY = randomBytes(32).toString('base64')

const READY = { start: 'is ready at', api: 'The API is ready at', worker: 'The worker is ready' }

export interface Product extends Running {
  url: string
  /** Milliseconds from its start to ready. */
  readyAfter: number
}

/** A process of the product as users run it, its log in a file of `folder`. */
export async function startProduct(
  command: keyof typeof READY,
  folder: string,
  data: { database: Address } | { dataDir: string },
  nodeOptions: string[] = [],
): Promise<Product> {
  const port = await freePort()
  const { DATABASE_URL: _, NODE_OPTIONS: __, ...inherited } = process.env as NodeJS.ProcessEnv
  const env = {
    ...inherited,
    NODE_ENV: 'production',
    PORT: String(port),
    WATCHDESK_ADMIN_PASSWORD: PASSWORD,
    WATCHDESK_SECRET_KEY,
    ...('database' in data ? { DATABASE_URL: urlOf(data.database) } : { DATA_DIR: data.dataDir }),
  }
  const logFile = join(folder, `${command}-${port}.log`)
  const began = performance.now()
  const running = launch(process.execPath, [...nodeOptions, 'server/src/main.ts', command], logFile, { env })
  try {
    await untilSaid(running, logFile, READY[command])
  } catch (error) {
    await running.stop()
    throw error
  }
  return { ...running, url: `http://127.0.0.1:${port}`, readyAfter: performance.now() - began }
}

/** Talks to the product as one person, or as nobody. */
export function apiOf(url: string, token?: string) {
  return async function send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`)
    return (text && JSON.parse(text)) as Answer
  }
}

export async function signIn(url: string, username = 'admin'): Promise<string> {
  const { access } = await apiOf(url)<{ access: string }>('POST', '/api/v1/auth/login/', {
    username,
    password: PASSWORD,
  })
  return access
}

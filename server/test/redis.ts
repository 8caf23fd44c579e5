import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@redis/client'

/** A Redis of one's own, that a test may kill and start again. */
export interface TestRedis {
  url: string
  kill(): Promise<void>
  start(): Promise<void>
}

/** null where there is no redis-server to start. */
export async function startRedis(): Promise<TestRedis | null> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess | null = null

  async function start() {
    const started = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      { stdio: 'ignore' },
    )
    const isThere = await new Promise<boolean>((resolve) => {
      started.once('spawn', () => resolve(true))
      started.once('error', () => resolve(false))
    })
    if (!isThere) throw new Error('there is no redis-server')
    child = started
    while (!(await canReach(url))) await sleep(20)
  }
  async function kill() {
    const running = child
    child = null
    if (!running) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGKILL')
    await gone
  }
  try {
    await start()
  } catch {
    return null
  }
  return { url, kill, start }
}

export async function canReach(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 500 } })
  client.on('error', () => {})
  try {
    await client.connect()
    client.destroy()
    return true
  } catch {
    return false
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RESTART_MS = 50
const READY_MS = 60_000

/** One for all processes on one database, as the product demands. */
const WATCHDESK_SECRET_KEY = randomBytes(32).toString('base64')

export interface ChildOptions {
  /** Files that Node loads before the product: a negative control. */
  imports?: string[]
  env: Record<string, string>
}

/** One process of the product, started again whenever it ends, as its supervisor would. */
export interface Child {
  pid(): number
  isReady(): boolean
  /** Since when the running one runs. */
  startedAt(): number
  /** kill -9; the next one is started at once. */
  kill(): void
  /** SIGTERM to the running one, for good. @returns how it ended */
  terminate(): Promise<{ code: number | null; ms: number }>
  /** Ends it for good, however. */
  stop(): Promise<void>
  /** How often it ended by itself after it had been ready; one that finds no database at its start may give up. */
  crashes(): number
  output(): string
}

export async function supervise(command: string, { imports = [], env }: ChildOptions): Promise<Child> {
  let child: ChildProcess
  let isWanted = true
  let startedAt = 0
  let crashes = 0
  let isKilled = false
  let output = ''
  let isReady = false
  let ended = Promise.resolve<number | null>(null)

  function start() {
    const words = imports.flatMap((file) => ['--import', fileURLToPath(new URL(file, import.meta.url))])
    startedAt = performance.now()
    isKilled = false
    isReady = false
    child = spawn(process.execPath, [...words, 'server/src/main.ts', command], {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'error', WATCHDESK_SECRET_KEY, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    // The end of what it said, whole: enough to see why it fell.
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        output = (output + chunk).slice(-500_000)
        isReady ||= String(chunk).includes('is ready')
      })
    ended = new Promise((resolve) =>
      child.once('exit', (code) => {
        resolve(code)
        if (!isWanted) return
        if (isReady && !isKilled) crashes++
        setTimeout(() => isWanted && start(), RESTART_MS)
      }),
    )
  }

  // A harness that breaks off leaves nobody behind.
  const endWithUs = () => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  start()
  await untilReady(
    () => isReady,
    () => output,
  )
  return {
    pid: () => child.pid as number,
    isReady: () => isReady,
    startedAt: () => startedAt,
    crashes: () => crashes,
    output: () => output,
    kill: () => {
      isKilled = true
      isReady = false
      child.kill('SIGKILL')
    },
    terminate: async () => {
      isWanted = false
      const began = performance.now()
      child.kill('SIGTERM')
      const code = await ended
      process.removeListener('exit', endWithUs)
      return { code, ms: performance.now() - began }
    },
    stop: async () => {
      isWanted = false
      child.kill('SIGKILL')
      await ended
      process.removeListener('exit', endWithUs)
    },
  }
}

async function untilReady(isReady: () => boolean, output: () => string) {
  for (const end = performance.now() + READY_MS; !isReady(); await sleep(20)) {
    if (performance.now() > end) throw new Error(`it did not start:\n${output()}`)
  }
}

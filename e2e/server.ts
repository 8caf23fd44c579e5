import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const PASSWORD = 'a long enough secret'

export interface RunningProduct {
  url: string
  /** What it printed. */
  output(): string
  /** SIGTERM, and how it ended. */
  stop(): Promise<number | null>
  /** SIGKILL to everything it started, as a power cut would. */
  kill(): Promise<void>
  /** Its PostgreSQL, as superuser on the socket that only root and its account may enter. */
  database(): Promise<{ host: string; user: string; database: string }>
  /** Milliseconds from the start to ready. */
  readyAfter: number
}

/** A data folder of mode 700, gone with everything in it at the end. */
export async function newDataDir() {
  const folder = await mkdtemp(join(tmpdir(), 'watchdesk-e2e-'))
  const dataDir = join(folder, 'data')
  const remove = async () => {
    // Where root runs the tests, the database lies elsewhere and the data folder holds a link to it.
    const database = await realpath(join(dataDir, 'postgres')).catch(() => undefined)
    for (const path of [database, folder]) if (path) await rm(path, { recursive: true, force: true })
  }
  return { dataDir, remove }
}

const INSTALLED = { root: ROOT, command: ['node', 'server/src/main.ts', 'start'], patienceMs: 60_000 }

/** The real product as `npm start` runs it, in a process group of its own. @param checkout which one, and how it is started */
export async function startProduct(
  dataDir: string,
  port?: number,
  { root, command, patienceMs }: typeof INSTALLED = INSTALLED,
): Promise<RunningProduct> {
  const chosen = port ?? (await freePort())
  const url = `http://127.0.0.1:${chosen}`
  const began = performance.now()
  const env = {
    ...process.env,
    PORT: String(chosen),
    DATA_DIR: dataDir,
    WATCHDESK_ADMIN_PASSWORD: PASSWORD,
    LOG_LEVEL: 'warn',
  }
  const { DATABASE_URL: _, ...embedded } = env as NodeJS.ProcessEnv
  const [program = '', ...words] = command
  const child = spawn(program, words, {
    cwd: root,
    env: embedded,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  await until(() => output.includes('is ready at') || child.exitCode !== null, patienceMs)
  if (child.exitCode !== null) throw new Error(`it did not start:\n${output}`)
  const readyAfter = performance.now() - began
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return {
    url,
    output: () => output,
    readyAfter,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
    database: async () => {
      const commands = await Promise.all(
        (await descendants(child)).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8')),
      )
      const host = /\0-k\0([^\0]+)/.exec(commands.join('\0'))?.[1] ?? ''
      return { host, user: 'postgres', database: 'watchdesk' }
    },
    kill: async () => {
      for (const pid of await descendants(child)) tryKill(pid)
      await ended
    },
  }
}

/** PostgreSQL changes its group and user, so the tree is walked by parents. */
async function descendants(child: ChildProcess): Promise<number[]> {
  const parents = new Map<number, number>()
  for (const entry of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    const parent = /\) \S (\d+)/.exec(stat)?.[1]
    if (parent) parents.set(Number(entry), Number(parent))
  }
  const found = [child.pid as number]
  for (const pid of found) for (const [kid, parent] of parents) if (parent === pid) found.push(kid)
  return found
}

function tryKill(pid: number) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended with its parent.
  }
}

export async function until(isDone: () => boolean | Promise<boolean>, ms: number) {
  const end = performance.now() + ms
  while (!(await isDone())) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

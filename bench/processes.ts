import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface Running {
  pid: number
  child: ChildProcess
  /** SIGTERM, later SIGKILL; done when it is gone. */
  stop(): Promise<void>
  /** Holds its breath, so that what is measured meanwhile has the machine to itself. */
  freeze(): void
  thaw(): void
}

/** Starts a program whose output goes to a file, so that nobody has to read along. */
export function launch(
  command: string,
  args: string[],
  logFile: string,
  options: SpawnOptions = {},
): Running {
  const output = openSync(logFile, 'a')
  const child = spawn(command, args, { cwd: ROOT, ...options, stdio: ['ignore', output, output] })
  closeSync(output)
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  return {
    pid: child.pid ?? 0,
    child,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async stop() {
      if (isOver()) return
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      await Promise.race([gone, sleep(15_000, undefined, { ref: false })])
      if (!isOver()) child.kill('SIGKILL')
      await gone
    },
  }
}

/** Until the program has written these words; its output when it ended or took too long instead. */
export async function untilSaid({ child }: Running, logFile: string, words: string, ms = 60_000) {
  const end = performance.now() + ms
  while (!readFileSync(logFile, 'utf8').includes(words)) {
    const isRunning = child.exitCode === null && child.signalCode === null
    if (isRunning && performance.now() < end) await sleep(5)
    else throw new Error(`"${words}" was never said:\n${readFileSync(logFile, 'utf8').slice(-2000)}`)
  }
}

/** Runs a program to its end. @returns what it printed */
export async function runToEnd(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  limitMs = 120_000,
) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${(stderr || stdout).slice(0, 2000)}`)
  return { stdout, stderr }
}

export async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

/** Seconds of processor time since its start. */
export async function processorTimeOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
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

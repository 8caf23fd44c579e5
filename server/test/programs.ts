import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

/** Real clients that tests run beside us, by their Debian names. `.ci/run` installs them; elsewhere their tests are skipped. */
export const hasProgram = (name: string) => spawnSync('which', [name]).status === 0

/** Runs to the end; answers what it printed. Throws with its words when it fails. */
export async function runProgram(name: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(name, args, { encoding: 'utf8', timeout: 20_000 })).stdout
}

export interface RunningProgram {
  output(): string
  stop(): Promise<void>
}

export function startProgram(name: string, ...args: string[]): RunningProgram {
  const child: ChildProcess = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    output: () => output,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

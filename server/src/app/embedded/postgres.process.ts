import { spawn } from 'node:child_process'
import { closeSync, fchownSync, openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serverEnvironment } from './cluster.creation.ts'
import type { ClusterHome } from './cluster.home.ts'
import { readIfThere } from './file.reading.ts'
import { logSince, logSize } from './postgres.log.ts'
import { identifyProcess, isAlive } from './process.identity.ts'
import { commandAs, isRoot } from './server.account.ts'

type Log = (line: string) => void

export interface PostgresProcess {
  kill(signal: NodeJS.Signals): void
  /** How it ended, in words with the end of its log. */
  exited: Promise<string>
}

const patienceMilliseconds = 2_000
const leftoverLimitMilliseconds = 60_000
const releaseLimitMilliseconds = 10_000
const stopSteps = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 5_000],
] as const

/** The lines of postmaster.pid: its process number first, its state eighth. */
const postmasterLines = (cluster: string) => readIfThere(join(cluster, 'postmaster.pid'))?.split('\n') ?? []

function livingPostmaster(cluster: string) {
  const identity = identifyProcess(Number(postmasterLines(cluster)[0]))
  const words = identity ? readFileSync(`/proc/${identity.pid}/cmdline`, 'utf8').split('\0') : []
  return words.includes(cluster) ? identity : undefined
}

/** After a kill -9 of Watchdesk its PostgreSQL stops by itself, which a quick restart has to wait for. */
export async function endLeftover(cluster: string, log: Log) {
  const leftover = livingPostmaster(cluster)
  if (!leftover) return
  log(`Waiting for the PostgreSQL of an earlier start to stop (pid ${leftover.pid})`)
  process.kill(leftover.pid, 'SIGINT')
  for (const begun = Date.now(); isAlive(leftover); await sleep(20)) {
    if (Date.now() - begun < leftoverLimitMilliseconds) continue
    throw new Error(`The PostgreSQL of an earlier start (pid ${leftover.pid}) does not stop: end it by hand.`)
  }
}

function spawnPostgres(home: ClusterHome, logFile: string, postgres: string, words: string[]) {
  const [command, args] = commandAs(home.account, postgres, words)
  const output = openSync(logFile, 'a', 0o600)
  const owner = statSync(home.folder)
  if (isRoot()) fchownSync(output, owner.uid, owner.gid)
  // A session of its own: Ctrl-C at the terminal is for Watchdesk, which stops PostgreSQL last.
  const stdio = ['ignore' as const, output, output]
  const child = spawn(command, args, { cwd: home.folder, env: serverEnvironment, detached: true, stdio })
  closeSync(output)
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  return { child, exited }
}

async function becomesReady(cluster: string, pid: number | undefined, exited: Promise<string>, log: Log) {
  let ended = false
  exited.then(() => {
    ended = true
  })
  let patience = Date.now() + patienceMilliseconds
  while (!ended) {
    const lines = postmasterLines(cluster)
    if (Number(lines[0]) === pid && lines[7]?.trim() === 'ready') return true
    if (Date.now() > patience) {
      log('PostgreSQL is still starting: it recovers what was written before an abrupt end')
      patience = Number.POSITIVE_INFINITY
    }
    await sleep(10)
  }
  return false
}

/** Starts PostgreSQL and waits until it takes connections; recovery after a crash takes as long as it takes. */
export async function launch(
  home: ClusterHome,
  postgres: string,
  words: string[],
  log: Log,
): Promise<PostgresProcess> {
  const logFile = join(home.folder, 'postgres.log')
  const deadline = Date.now() + releaseLimitMilliseconds
  for (;;) {
    const offset = logSize(logFile)
    const { child, exited } = spawnPostgres(home, logFile, postgres, words)
    const describe = (how: string) => `${how}; ${logFile} ends with:\n${logSince(logFile, offset)}`
    if (await becomesReady(home.cluster, child.pid, exited, log)) {
      return { kill: (signal) => child.kill(signal), exited: exited.then(describe) }
    }
    const reason = describe(await exited)
    // After a kill -9 of the postmaster its backends hold the shared memory for a moment longer.
    if (!/still in use|is another/i.test(reason) || Date.now() > deadline) {
      throw new Error(`PostgreSQL did not start: ${reason}`)
    }
    await sleep(100)
  }
}

/** Fast shutdown; where that takes too long an immediate one, which costs a recovery at the next start but no row. */
export async function stopPostgres(server: PostgresProcess) {
  for (const [signal, limitMilliseconds] of stopSteps) {
    server.kill(signal)
    const late = sleep(limitMilliseconds, 'late', { ref: false })
    if ((await Promise.race([server.exited, late])) !== 'late') return
  }
}

import { readFileSync } from 'node:fs'

/** A process beyond doubt: its number may return after its end, its number with its start time does not. */
export interface ProcessIdentity {
  pid: number
  /** Clock ticks since boot, field 22 of proc_pid_stat(5). */
  started: string
}

/** Undefined when no such process lives; one that has ended and was not yet collected by its parent counts as ended. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  try {
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const started = fields[18]
    return state === 'Z' || started === undefined ? undefined : { pid, started }
  } catch {
    return undefined
  }
}

export const isAlive = (identity: ProcessIdentity) =>
  identifyProcess(identity.pid)?.started === identity.started

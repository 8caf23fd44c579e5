import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * How a write ended for who asked for it. `ok` was acknowledged; `fail` was refused, or never reached the server;
 * `unknown` may or may not have happened.
 */
export type Outcome = 'ok' | 'fail' | 'unknown'

export interface Invocation {
  /** Unique in the run. */
  op: number
  kind: string
  /** What the write leaves behind, each findable in the database. */
  keys: string[]
}

/** One line of the history. */
export type Line =
  | ({ at: number; phase: 'invoke' } & Invocation)
  | { at: number; phase: 'end'; op: number; outcome: Outcome; told: string }
  | { at: number; phase: 'fault'; fault: string }

/** An operation from its start to its end; one that never ended is unknown. */
export interface Operation extends Invocation {
  began: number
  ended: number | null
  outcome: Outcome
  /** A status, or the code of a broken connection. */
  told: string
}

export interface History {
  invoke(invocation: Omit<Invocation, 'op'>): number
  end(op: number, outcome: Outcome, told: string): void
  fault(fault: string): void
  /** How often each fault happened. */
  faults(): Record<string, number>
  /** Written to disk line by line, so that it outlives a harness that dies. */
  close(): Operation[]
}

export function openHistory(file: string): History {
  mkdirSync(dirname(file), { recursive: true })
  const handle = openSync(file, 'w')
  const faults: Record<string, number> = {}
  let ops = 0
  const write = (line: Line) => void writeSync(handle, `${JSON.stringify(line)}\n`)
  return {
    invoke({ kind, keys }) {
      write({ at: Date.now(), phase: 'invoke', op: ++ops, kind, keys })
      return ops
    },
    end: (op, outcome, told) => write({ at: Date.now(), phase: 'end', op, outcome, told }),
    fault(fault) {
      faults[fault] = (faults[fault] ?? 0) + 1
      write({ at: Date.now(), phase: 'fault', fault })
    },
    faults: () => faults,
    close() {
      closeSync(handle)
      return readHistory(readFileSync(file, 'utf8'))
    },
  }
}

export function readHistory(text: string): Operation[] {
  const operations = new Map<number, Operation>()
  for (const line of text.split('\n').filter(Boolean)) {
    const read = JSON.parse(line) as Line
    if (read.phase === 'invoke') {
      const { op, kind, keys, at } = read
      operations.set(op, { op, kind, keys, began: at, ended: null, outcome: 'unknown', told: 'nothing' })
    } else if (read.phase === 'end') {
      const { outcome, told, at } = read
      Object.assign(operations.get(read.op) ?? {}, { outcome, told, ended: at })
    }
  }
  return [...operations.values()]
}

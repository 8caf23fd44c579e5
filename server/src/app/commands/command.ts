import { parseArgs } from 'node:util'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'

export interface Call {
  config: Config
  log: Logger
  /** What stood behind the command. */
  words: string[]
}

export type Command = (call: Call) => Promise<void>

/** The words do not fit the command: shown with the usage, exit code 2. */
export class UsageError extends Error {}

export const say = (line: string) => process.stdout.write(`${line}\n`)

type Options = Record<string, { type: 'string' | 'boolean' }>

/** The options and exactly `count` further words. */
export function parseWords<const O extends Options>(words: string[], options: O, count = 0) {
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: count > 0 })
    if (positionals.length !== count) throw new Error(`${count} word expected, not ${positionals.length}`)
    return { values, positionals }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** A command that takes nothing. */
export function withoutWords(run: Command): Command {
  return async (call) => {
    parseWords(call.words, {})
    await run(call)
  }
}

import type { Statement, Transaction } from './recorder.ts'

/** A text of the recorded request that is another in each run: the id that was asked for, the key of an alert. */
export interface Hole {
  /** What stood there when it was recorded. */
  recorded: string
  /** What stands there now; `~name~` is a variable's value. */
  written: string
}

export interface ReplaySpec {
  holes: Hole[]
  /** Whole numbers that each transaction draws, both bounds included. */
  variables: Record<string, [from: number, to: number]>
}

/** One statement with variables as pgbench writes them, `:name`. */
export interface Step {
  sql: string
  /** The columns of its one row become variables with this prefix. */
  keepsAs?: string
  /** Goes out with the one before it, unanswered. */
  isPipelined: boolean
}

export interface Replay {
  /** Of the connections, as the product opens its own. */
  settings: string
  variables: ReplaySpec['variables']
  constants: Record<string, string>
  steps: Step[]
}

/** As many connections as the product has for requests. */
export const CLIENTS = 16

/** An argument of a program has at most 128 KiB. */
const LONGEST = 100_000
const MARK = /~(\w+)~/g
const FRESH = /^\d{5,}$/

/**
 * The recorded statements as a script that can be run by the thousand: what the request carried becomes variables, and ids that
 * a statement made are handed on to those after it.
 * @param types of each statement's parameters
 */
export function replayOf(
  transactions: Transaction[],
  types: string[][],
  { holes, variables }: ReplaySpec,
): Replay {
  const replay: Replay = {
    settings: transactions.at(-1)?.settings ?? '',
    variables,
    constants: {},
    steps: [],
  }
  const learned: Hole[] = []
  const longestFirst = holes.toSorted((a, b) => b.recorded.length - a.recorded.length)
  let index = 0
  for (const transaction of transactions) {
    const steps: Step[] = []
    for (const statement of transaction.statements) {
      refuseColons(statement.text)
      const name = `s${index}`
      const bound = statement.values.map((value, at) => {
        if (value === null) return 'null'
        return parameter(
          replay,
          `${name}p${at + 1}`,
          written(value, [...longestFirst, ...learned]),
          types[index]?.[at],
        )
      })
      const fresh = freshColumns(statement, holes)
      for (const [column, value] of fresh) learned.push({ recorded: value, written: `~${name}_${column}~` })
      for (const [part, text] of splitSimple(statement).entries()) {
        steps.push({
          sql: text.replace(/\$(\d+)/g, (_, number: string) => bound[Number(number) - 1] ?? 'null'),
          isPipelined: statement.isPipelined || part > 0,
          ...(fresh.length > 0 && { keepsAs: `${name}_` }),
        })
      }
      index++
    }
    replay.steps.push(...(isImplicit(transaction) ? alone(steps, transaction) : steps))
  }
  // Of what is learned only what is used costs a row over the wire.
  const said = replay.steps.map(({ sql }) => sql).join('\n')
  for (const step of replay.steps) if (step.keepsAs && !said.includes(`:${step.keepsAs}`)) delete step.keepsAs
  return replay
}

const isImplicit = ({ statements }: Transaction) => !/^begin\b/i.test(statements[0]?.text ?? '')

/**
 * One Sync, one transaction: a pipeline is the same to pgbench, except that it keeps no row of it. There the statement that
 * makes the row stands alone, in the tenant that the connection has, and commits as its own connection would have it.
 */
function alone(steps: Step[], { settings }: Transaction): Step[] {
  const kept = steps.find(({ keepsAs }) => keepsAs)
  if (!kept) return steps.map((step, at) => ({ ...step, isPipelined: at > 0 || step.isPipelined }))
  const sql = /synchronous_commit=off/.test(settings)
    ? `with made as (${kept.sql}) select made.*, set_config('synchronous_commit', 'off', true) as is_unflushed from made`
    : kept.sql
  return [{ ...kept, sql, isPipelined: false }]
}

/** pgbench takes `:word` for a variable wherever it stands. */
function refuseColons(text: string) {
  const found = /(?<![:\w]):[A-Za-z_]\w*/.exec(text)
  if (found) throw new Error(`cannot be replayed, ${found[0]} would be a variable: ${text}`)
}

/** `begin; select …` as one message is two statements to everybody else. */
const splitSimple = ({ text, values }: Statement) =>
  values.length > 0
    ? [text]
    : text
        .split(';')
        .map((part) => part.trim())
        .filter(Boolean)

/** What a write made: new ids and numbers, which later statements speak of. */
function freshColumns({ text, values, row }: Statement, holes: Hole[]): [column: string, value: string][] {
  if (!row || /^\s*select/i.test(text)) return []
  const known = new Set([...values, ...holes.map(({ recorded }) => recorded)])
  return Object.entries(row).flatMap(([column, value]): [string, string][] =>
    value !== null && FRESH.test(value) && !known.has(value) ? [[column, value]] : [],
  )
}

function written(value: string, holes: Hole[]) {
  return holes.reduce((text, { recorded, written }) => {
    if (!text.includes(recorded)) return text
    return text.replace(new RegExp(`(?<!\\w)${RegExp.escape(recorded)}(?!\\w)`, 'g'), written)
  }, value)
}

function parameter(replay: Replay, name: string, value: string, type = 'text') {
  const whole = /^~(\w+)~$/.exec(value)?.[1]
  if (whole) return `:${whole}::${type}`
  // pgbench takes no variable without a value.
  if (value === '') return `''::${type}`
  const parts = value.match(new RegExp(`[^]{1,${LONGEST}}`, 'g')) ?? []
  for (const [at, part] of parts.entries()) replay.constants[`${name}_${at}`] = part
  const text = parts.map((_, at) => `:${name}_${at}::text`).join(' || ')
  const marks = new Set([...value.matchAll(MARK)].map(([, variable]) => variable ?? ''))
  const filled = [...marks].reduce((inner, mark) => `replace(${inner}, '~${mark}~', :${mark}::text)`, text)
  return marks.size === 0 && parts.length === 1 ? `:${name}_0::${type}` : `(${filled})::${type}`
}

/** The script in pgbench's language. What was sent without waiting for answers is so here. */
export function pgbenchScript({ variables, steps }: Replay): string {
  const draws = Object.entries(variables).map(([name, [from, to]]) => `\\set ${name} random(${from}, ${to})`)
  const groups: Step[][] = []
  for (const step of steps) {
    const last = groups.at(-1)
    // pgbench keeps no row inside a pipeline.
    const joins = last && step.isPipelined && !step.keepsAs && !last.some(({ keepsAs }) => keepsAs)
    if (joins) last.push(step)
    else groups.push([step])
  }
  const lines = groups.flatMap((group) => {
    const texts = group.map(({ sql, keepsAs }) => (keepsAs ? `${sql} \\gset ${keepsAs}` : `${sql};`))
    return group.length > 1 ? ['\\startpipeline', ...texts, '\\endpipeline'] : texts
  })
  return `${[...draws, ...lines].join('\n')}\n`
}

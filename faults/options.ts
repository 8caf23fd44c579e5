import { parseArgs } from 'node:util'
import { PARTS, type PartName } from './parts/index.ts'
import { CONTROLS, type Control } from './parts/part.ts'

export interface Options {
  seed: number
  /** Kill cycles of API, worker and relay; PostgreSQL and drains have two fifths of that, Redis is away for as many seconds. */
  cycles: number
  events: number
  only: PartName[]
  control: Control | null
}

const USAGE = `npm run faults -- [--seed n] [--cycles n] [--events n] [--quick] [--only ${Object.keys(PARTS).join(',')}]
               [--control ${CONTROLS.join('|')}]`

/** Which part shows a control. */
const SHOWN_BY: Record<Control, PartName> = {
  'async-commit': 'postgres',
  'early-answer': 'api',
  'id-reader': 'live',
  'exit-on-sigterm': 'drain',
  'redis-alone': 'redis',
  'no-keys': 'replies',
}

export function readOptions(words: string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: words,
    options: {
      ...{ seed: text, cycles: text, events: text, only: text, control: text },
      ...{ quick: { type: 'boolean' }, help: { type: 'boolean' } },
    },
  })
  if (values.help) {
    console.log(USAGE)
    process.exit(0)
  }
  const isShort = values.quick || values.control !== undefined
  const control = values.control === undefined ? null : oneOf(CONTROLS, values.control, '--control')
  const names = Object.keys(PARTS) as PartName[]
  const only = values.only?.split(',').map((name) => oneOf(names, name, '--only'))
  return {
    seed: wholeNumber(values.seed ?? String(Math.floor(Math.random() * 2 ** 31)), '--seed'),
    cycles: wholeNumber(values.cycles ?? (isShort ? '5' : '50'), '--cycles'),
    events: wholeNumber(values.events ?? (isShort ? '1000' : '20000'), '--events'),
    only: control ? [SHOWN_BY[control]] : (only ?? names),
    control,
  }
}

function wholeNumber(text: string, name: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) > 0) return Number(text)
  throw new Error(`${name} must be a whole number above 0, not "${text}"\n${USAGE}`)
}

function oneOf<Word extends string>(words: readonly Word[], text: string, name: string): Word {
  const found = words.find((word) => word === text)
  if (found) return found
  throw new Error(`${name} knows ${words.join(', ')}, not "${text}"\n${USAGE}`)
}

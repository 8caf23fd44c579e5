import { parseArgs } from 'node:util'
import { type ScenarioName, scenarioNames, scenarios } from './scenarios/index.ts'

export interface Options {
  /** null: run the demonstration itself. */
  scenario: ScenarioName | null
  isList: boolean
  isFresh: boolean
  seed: number
  incidents: number
  /** How many a scenario sends; null: its own number. */
  alerts: number | null
  /** So many times as fast as life. */
  speed: number
}

const USAGE = `npm run demo                         a running product with a year behind it, and people at work
npm run demo -- --fresh [--seed n] [--incidents n]    throw the old data away first
npm run demo -- <scenario> [--alerts n] [--speed n]   let something happen in the one that runs
npm run demo -- --list                                the scenarios`

export class UsageError extends Error {}

export function readOptions(words: string[]): Options {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { fresh: flag, list: flag, seed: text, incidents: text, alerts: text, speed: text },
    })
    if (positionals.length > 1) throw new Error(`one scenario at a time, not ${positionals.join(', ')}`)
    return {
      scenario: positionals[0] === undefined ? null : scenarioOf(positionals[0]),
      isList: values.list ?? false,
      isFresh: values.fresh ?? false,
      seed: wholeNumber(values.seed ?? '1', '--seed', 2 ** 31),
      incidents: wholeNumber(values.incidents ?? '3000', '--incidents', 20_000),
      alerts: values.alerts === undefined ? null : wholeNumber(values.alerts, '--alerts', 60_000),
      speed: wholeNumber(values.speed ?? '1', '--speed', 1000),
    }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`)
  }
}

function scenarioOf(word: string): ScenarioName {
  const name = scenarioNames.find((known) => known === word)
  if (name) return name
  throw new Error(`There is no scenario "${word}"; there are ${Object.keys(scenarios).join(', ')}.`)
}

function wholeNumber(text: string, name: string, most: number): number {
  if (/^\d{1,10}$/.test(text) && Number(text) > 0 && Number(text) <= most) return Number(text)
  throw new Error(`${name} must be a whole number from 1 to ${most}, not "${text}".`)
}

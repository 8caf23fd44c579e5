import { parseArgs } from 'node:util'

export interface Options {
  only: string[]
  runs: number
  seconds: number
  isQuick: boolean
  minutes: number
}

export const USAGE = `npm run bench [-- options]
  --only read,list   these scenarios
  --runs 3           runs of each measurement; the median counts
  --seconds 5        length of a run
  --quick            short runs, fewer sockets: does the instrument work?
  --minutes 60       give up after this time`

/** @param known the names of the scenarios. Throws a sentence that says what does not fit. */
export function readOptions(args: string[], known: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: known.join(',') },
      runs: { type: 'string', default: '3' },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '60' },
    },
  })
  const only = values.only.split(',').filter(Boolean)
  const unknown = only.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new Error(`--only: there is no ${unknown.join(', ')}; there are ${known.join(', ')}`)
  return {
    only,
    runs: positive('runs', values.runs),
    seconds: positive('seconds', values.seconds ?? (values.quick ? '1' : '5')),
    isQuick: values.quick,
    minutes: positive('minutes', values.minutes),
  }
}

function positive(name: string, text: string) {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`--${name} must be a whole number from 1 on, not ${text}`)
  return Number(text)
}

import { join } from 'node:path'
import type { Options } from './options.ts'
import { PARTS } from './parts/index.ts'
import type { Control } from './parts/part.ts'
import { seeded } from './random.ts'
import { NOTHING, type PartReport, tableOf, writeJson } from './report.ts'

/** @returns whether the product is sound; with a control, whether the checker saw that it is not */
export async function runFaults(
  options: Options,
  folder: string,
  say: (line: string) => void,
): Promise<boolean> {
  const { seed, cycles, events, only, control } = options
  say(`seed ${seed}${control ? `, control ${control}` : ''}; histories in ${folder}`)
  const reports: PartReport[] = []
  const began = Date.now()
  for (const name of only) {
    const fewer = name === 'postgres' || name === 'drain'
    reports.push(
      await PARTS[name]({
        ...{ seed, events, folder, control, random: seeded(seed).fork(name) },
        cycles: fewer ? Math.max(2, Math.ceil((cycles * 2) / 5)) : cycles,
        say: (line) => say(`  ${name}: ${line}`),
      }).catch((error: Error) => ({ ...NOTHING, part: name, failures: [`broke off: ${error.stack}`] })),
    )
  }
  const failures = reports.flatMap(({ part, failures }) => failures.map((failure) => `${part}: ${failure}`))
  // Unknown writes that are there show that the faults hit where it hurts; one part alone may have none.
  const isKilling = only.includes('api') || only.includes('postgres')
  if (isKilling && reports.every(({ recovered }) => recovered === 0))
    failures.push('void: nothing was recovered')
  const seconds = Math.round((Date.now() - began) / 1000)
  writeJson(join(folder, 'summary.json'), { seed, control, cycles, events, seconds, reports })
  say(`\n${tableOf(reports)}\n`)
  for (const failure of failures) say(`FAILED, seed ${seed}: ${failure}`)
  if (!control) {
    say(failures.length === 0 ? `sound after ${seconds} s, seed ${seed}` : `not sound, seed ${seed}`)
    return failures.length === 0
  }
  const hasFound = isFound(control, reports)
  say(hasFound ? `${control} was found, as it must be` : `${control} was NOT found, seed ${seed}`)
  return hasFound
}

/** What each control must be found by; anything else that goes wrong proves nothing. */
const FOUND_BY: Record<Control, RegExp> = {
  'async-commit': /^\d+ lost/,
  'early-answer': /^\d+ lost/,
  'id-reader': /^the reader is wrong/,
  'exit-on-sigterm': /^\d+ answers were cut/,
  'redis-alone': /^\d+ events did not cross while Redis was away/,
  'no-keys': /^\d+ duplicated/,
}

const isFound = (control: Control, reports: PartReport[]) =>
  reports.some(({ failures }) => failures.some((failure) => FOUND_BY[control].test(failure)))

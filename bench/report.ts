import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Machine } from './machine.ts'
import type { Options } from './options.ts'
import { ROOT } from './processes.ts'
import type { Result } from './result.ts'
import { tableOf } from './table.ts'

const RESULTS = join(ROOT, 'bench/results')
const DOCUMENT = join(ROOT, 'docs/performance.md')
const [BEGIN, END] = ['<!-- bench: begin -->', '<!-- bench: end -->']

export function headOf(machine: Machine, { runs, seconds, isQuick }: Options): string {
  const { at, cpu, cores, memory_gib, kernel, node, postgres, commit, has_changes, load_before } = machine
  const length = `medians of ${runs} interleaved runs of ${seconds} s`
  return [
    `${at.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}${has_changes ? ' with changes' : ''}; ${length}${isQuick ? ' (quick: shows that the bench works, nothing else)' : ''}.`,
    `${cpu}, ${cores} cores, ${memory_gib} GiB, Linux ${kernel}, Node ${node}, ${postgres}; load before the run ${load_before.toFixed(2)}.`,
    'Server, database and load share the machine. Read the ratios: single figures move by tens of per cent from run to run.',
  ].join('\n')
}

/** Keeps every sample; a complete, unhurried run also becomes the table of docs/performance.md. @returns what was written */
export async function writeReport(machine: Machine, options: Options, results: Result[], scenarios: number) {
  const isWhole = !options.isQuick && options.only.length === scenarios
  const folder = isWhole ? RESULTS : join(ROOT, '.tmp')
  await mkdir(folder, { recursive: true })
  const name = `${isWhole ? '' : 'bench-'}${machine.at.slice(0, 10)}-${machine.commit}.json`
  if (isWhole) {
    const former = (await readdir(folder)).filter((file) => file.endsWith('.json'))
    for (const file of former) await rm(join(folder, file))
    const text = await readFile(DOCUMENT, 'utf8')
    await writeFile(DOCUMENT, replaced(text, `${headOf(machine, options)}\n\n${tableOf(results)}`))
  }
  await writeFile(join(folder, name), `${JSON.stringify({ machine, options, results }, undefined, 1)}\n`)
  return isWhole ? `Written to docs/performance.md and bench/results/${name}` : `Samples in .tmp/${name}`
}

/** The text with another table between the marks; the prose around them stays. */
export function replaced(text: string, table: string): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`docs/performance.md has lost its marks, ${BEGIN} and ${END}`)
  return `${text.slice(0, from + BEGIN.length)}\n${table}\n${text.slice(to)}`
}

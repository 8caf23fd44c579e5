import { noise, percent, shown } from './figures.ts'
import { type Aim, figure, isMet, LANES, type Lane, type Result } from './result.ts'

const HEAD = [
  'work',
  'ours',
  'p99',
  'limit: pgbench',
  'limit: bare Fastify',
  'ratio',
  'peer',
  'noise',
  'aims',
]
const LANE_NAMES: Record<Lane, string> = { ours: 'ours', pgbench: 'SQL', bare: 'bare', peer: 'peer' }

/** Markdown that reads well as plain text. */
export function tableOf(results: Result[]): string {
  const rows = [HEAD, ...results.map(rowOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)))
  const line = (row: string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(HEAD), rule, ...rows.slice(1).map(line)].join('\n')
}

function rowOf(result: Result): string[] {
  const { work, unit, aims } = result
  const withUnit = (value: number) =>
    Number.isNaN(value) ? '–' : `${shown(value)}${unit === '/s' ? '/s' : ` ${unit}`}`
  const p99 = figure(result, 'ours', 'p99')
  const errors = figure(result, 'ours', 'errors')
  return [
    work,
    withUnit(figure(result, 'ours')) + (errors > 0 ? ` (${shown(errors)} errors)` : ''),
    Number.isNaN(p99) ? '–' : `${shown(p99)} ms`,
    withUnit(figure(result, 'pgbench')),
    withUnit(figure(result, 'bare')),
    ratios(result),
    withUnit(figure(result, 'peer')),
    noises(result),
    aims.map((aim) => verdict(result, aim)).join('; ') || '–',
  ]
}

const lanesOf = (result: Result) => LANES.filter((lane) => result.lanes[lane]?.length)

function ratios(result: Result) {
  const others = lanesOf(result).filter((lane) => lane !== 'ours')
  const share = (lane: Lane) => percent(figure(result, 'ours') / figure(result, lane))
  return others.map((lane) => `${share(lane)} of ${LANE_NAMES[lane]}`).join(', ') || '–'
}

/** Of ours, and of whatever it is compared with: a ratio is as sure as its shakier half. */
function noises(result: Result) {
  const all = lanesOf(result).map((lane) => (result.lanes[lane] ?? []).map(({ value }) => value))
  return all.map((values) => percent(noise(values))).join(' / ')
}

function verdict(result: Result, aim: Aim) {
  const met = isMet(result, aim)
  return `${met === undefined ? '?' : met ? '✓' : '✗ MISSED'} ${aimText(aim, result.unit)}`
}

export function aimText({ of, against, atLeast, atMost }: Aim, unit: string) {
  const what = of === 'value' ? '' : `${of} `
  const bound = (sign: string, value: number) => {
    if (against) return `${what}${sign} ${percent(value)} of ${LANE_NAMES[against]}`
    if (of === 'errors') return `${what}${sign} ${value}`
    return `${what}${sign} ${shown(value)} ${of === 'value' ? unit : 'ms'}`
  }
  const least = atLeast === undefined ? [] : [bound('≥', atLeast)]
  const most = atMost === undefined ? [] : [bound('≤', atMost)]
  return [...least, ...most].join(', ')
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** What one part of a run found; figures are null where the part does not have them. */
export interface PartReport {
  part: string
  operations: number
  acknowledged: number
  unknown: number
  recovered: number
  lost: number
  duplicated: number
  unexpected: number
  /** Milliseconds nobody was served after the worst fault. */
  worstGap: number | null
  /** Milliseconds until the slowest takeover of a dead worker's jobs. */
  worstTakeover: number | null
  /** How often each fault happened, and what else has to have happened at least once. */
  counted: Record<string, number>
  /** Everything that is wrong, in words; none in a sound run. */
  failures: string[]
}

export const NOTHING = {
  ...{ operations: 0, acknowledged: 0, unknown: 0, recovered: 0, lost: 0, duplicated: 0, unexpected: 0 },
  ...{ worstGap: null, worstTakeover: null, counted: {}, failures: [] },
}

const COLUMNS = {
  part: 'part',
  operations: 'writes',
  acknowledged: 'acked',
  unknown: 'unknown',
  recovered: 'recovered',
  lost: 'lost',
  duplicated: 'duplicated',
  unexpected: 'unexpected',
  worstGap: 'worst gap ms',
  worstTakeover: 'worst takeover ms',
} as const

export function tableOf(reports: PartReport[]): string {
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]
  const cell = (value: unknown) => String(typeof value === 'number' ? Math.round(value) : (value ?? '–'))
  const rows = [
    Object.values(COLUMNS) as string[],
    ...reports.map((report) => names.map((name) => cell(report[name]))),
  ]
  const widths = names.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ')
  const counted = reports.map(
    ({ part, counted }) =>
      `${part}: ${Object.entries(counted)
        .map(([what, count]) => `${what} ${Math.round(count)}`)
        .join(', ')}`,
  )
  return [...rows.map(line), '', ...counted].join('\n')
}

export function writeJson(file: string, content: unknown) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`)
}

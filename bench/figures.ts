export const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b)

export function median(values: readonly number[]): number {
  const line = sorted(values)
  const middle = line.length >> 1
  const upper = line[middle] ?? Number.NaN
  return line.length % 2 ? upper : ((line[middle - 1] ?? Number.NaN) + upper) / 2
}

/** How far the runs lie apart, as a share of their median. */
export function noise(values: readonly number[]): number {
  const distance = Math.max(...values) - Math.min(...values)
  return distance > 0 ? distance / median(values) : 0
}

/** The smallest value that `share` of all are at most. @param line ascending */
export function percentile(line: ArrayLike<number>, share: number): number {
  return line[Math.max(0, Math.ceil(line.length * share) - 1)] ?? Number.NaN
}

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** Three digits that matter. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return Math.abs(value) >= 100 ? grouped.format(value) : String(Number(value.toPrecision(3)))
}

export const percent = (share: number) => `${Math.round(share * 100)} %`

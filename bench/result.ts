import { median } from './figures.ts'

/** One run. `value` is what the row is about, in its unit; times are milliseconds. */
export interface Sample {
  value: number
  p50?: number
  p99?: number
  max?: number
  /** Answers that were none. */
  errors?: number
  /** Whatever else was seen, for the JSON. */
  more?: Record<string, number | string>
}

/** Ours, its two limits, and a peer's product. */
export const LANES = ['ours', 'pgbench', 'bare', 'peer'] as const
export type Lane = (typeof LANES)[number]

/** A figure that a row should reach: by itself, or as a share of another lane of the same run. */
export interface Aim {
  of: 'value' | 'p50' | 'p99' | 'max' | 'errors'
  against?: Exclude<Lane, 'ours'>
  atLeast?: number
  atMost?: number
}

export interface Result {
  scenario: string
  work: string
  unit: string
  lanes: Partial<Record<Lane, Sample[]>>
  aims: Aim[]
}

export function figure(result: Result, lane: Lane, of: Aim['of'] = 'value'): number {
  const values = (result.lanes[lane] ?? []).flatMap((sample) => sample[of] ?? [])
  // A single wrong answer is one too many, in whichever run it came.
  if (of === 'errors') return Math.max(0, ...values)
  return values.length > 0 ? median(values) : Number.NaN
}

/** undefined where one of the two was not measured. */
export function isMet(result: Result, { of, against, atLeast, atMost }: Aim): boolean | undefined {
  const value = figure(result, 'ours', of) / (against ? figure(result, against, of) : 1)
  if (Number.isNaN(value)) return undefined
  return value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY)
}

import { sql } from 'kysely'
import type { ReadTx } from '../../../platform/unit-of-work.ts'
import type { Labels } from '../ingest/event.ts'
import { compileMatchers, type Matcher } from '../ingest/matchers.ts'

export interface StoredSilence {
  id: number
  public_id: string
  matchers: Matcher[]
  starts_at: Date
  ends_at: Date
  updated_at: Date
  created_by_name: string
  comment: string
}

/** An active silence, ready to be asked. */
export interface Silencer {
  publicId: string
  /** As it stands in an alert's suppressed_by. */
  reason: string
  matches(labels: Labels): boolean
}

const PREFIX = 'silence:'
export const reasonOf = (publicId: string) => PREFIX + publicId

export async function activeSilences(tx: ReadTx, integrationId: number): Promise<Silencer[]> {
  const rows = await tx.all(sql<
    Pick<StoredSilence, 'public_id' | 'matchers'>
  >`select public_id, matchers from silences
    where integration_id = ${integrationId} and starts_at <= app.now() and ends_at > app.now()`)
  return rows.map(({ public_id, matchers }) => ({
    publicId: public_id,
    reason: reasonOf(public_id),
    matches: compileMatchers(matchers),
  }))
}

export type SilenceState = 'pending' | 'active' | 'expired'

export function stateOf(
  { starts_at, ends_at }: Pick<StoredSilence, 'starts_at' | 'ends_at'>,
  now: Date,
): SilenceState {
  if (ends_at <= now) return 'expired'
  return starts_at <= now ? 'active' : 'pending'
}

export interface Suppression {
  /** What suppresses the alert now: these silences, and whatever else did before. */
  reasons: string[]
  /** What that is a change to; null: nothing changed. */
  event: 'suppressed' | 'unsuppressed' | null
}

/** What the silences active now make of an alert's suppressed_by. */
export function suppression(before: string[], labels: Labels, silencers: Silencer[]): Suppression {
  const others = before.filter((reason) => !reason.startsWith(PREFIX))
  const silenced = silencers.filter(({ matches }) => matches(labels)).map(({ reason }) => reason)
  const reasons = [...others, ...silenced]
  const isSame = reasons.length === before.length && reasons.every((reason) => before.includes(reason))
  return { reasons, event: isSame ? null : reasons.length > 0 ? 'suppressed' : 'unsuppressed' }
}

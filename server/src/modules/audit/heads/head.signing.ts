import type { KeyObject } from 'node:crypto'
import type { Logger } from 'pino'
import type { Clock } from '../../../platform/clock.ts'
import type { Relay } from '../../../platform/ledger/relay.ts'
import type { Metrics } from '../../../platform/metrics.ts'
import { appendHeads } from './head.file.ts'

const EVERY_MS = 60_000

interface SigningParts {
  relay: Pick<Relay, 'heads'>
  /** Outside the database, append-only. */
  file: string
  key: KeyObject
  clock: Clock
  log: Logger
  metrics: Metrics
}

/**
 * Signs the ends of the chains each minute, in the process whose relay leads, and a last time when it stops. An
 * organization is named where its chain has moved since; a minute without any is a line all the same, for it says that all stood still.
 * @returns how to stop
 */
export function startHeadSigning({ relay, file, key, clock, log, metrics }: SigningParts) {
  const told = new Map<number, number>()
  let signedAt: number | null = null
  metrics.gauge(
    'watchdesk_audit_head_age_seconds',
    'Since the ends of the audit chains were last signed by this process; NaN where another process does it',
    () => (signedAt === null ? Number.NaN : (performance.now() - signedAt) / 1000),
  )

  async function signOnce() {
    const now = await relay.heads()
    if (!now) {
      signedAt = null
      return
    }
    const heads = now.heads.filter(([organizationId, seq]) => told.get(organizationId) !== seq)
    await appendHeads(file, key, { at: clock.now().toISOString(), epoch: now.epoch, heads })
    for (const [organizationId, seq] of heads) told.set(organizationId, seq)
    signedAt = performance.now()
  }
  const sign = () => signOnce().catch((error) => log.error({ err: error }, 'the audit heads were not signed'))

  const timer = setInterval(sign, EVERY_MS).unref()
  return async () => {
    clearInterval(timer)
    await sign()
  }
}

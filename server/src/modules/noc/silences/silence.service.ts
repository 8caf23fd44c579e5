import { sql } from 'kysely'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { alertEvents } from '../alerts/alert.events.ts'
import { insertAlertEvents } from '../alerts/alert.happenings.ts'
import type { Labels } from '../ingest/event.ts'
import { enterSource } from '../ingest/ingest.locks.ts'
import type { Matcher } from '../ingest/matchers.ts'
import { silenceEvents } from './silence.events.ts'
import { activeSilences, type StoredSilence, stateOf, suppression } from './silence.matching.ts'

export interface WantedSilence {
  /** Of an existing silence: changed in place where Alertmanager would, else replaced. */
  publicId: string | null
  matchers: Matcher[]
  startsAt: Date
  endsAt: Date
  createdBy: string
  comment: string
}

export function findSilence(tx: Tx, integrationId: number, publicId: string) {
  return tx.maybe(sql<StoredSilence>`select * from silences
    where integration_id = ${integrationId} and public_id = ${publicId}::uuid for update`)
}

/** @returns the silence's public id; null when the one to be changed does not exist */
export async function putSilence(
  tx: Tx,
  integrationId: number,
  wanted: WantedSilence,
  now: Date,
): Promise<string | null> {
  await enterSource(tx, integrationId, 'alone')
  const old = wanted.publicId ? await findSilence(tx, integrationId, wanted.publicId) : undefined
  if (wanted.publicId && !old) return null
  const publicId =
    old && isInPlace(old, wanted, now)
      ? await updateSilence(tx, old, wanted)
      : await insertSilence(tx, integrationId, wanted, now)
  if (old && publicId !== old.public_id && stateOf(old, now) !== 'expired') await endSilence(tx, old)
  await reconcileSilences(tx, integrationId)
  return publicId
}

/** Ends it now; the record of it stays. */
export async function expireSilence(tx: Tx, integrationId: number, silence: StoredSilence) {
  await endSilence(tx, silence)
  await reconcileSilences(tx, integrationId)
}

function isInPlace(old: StoredSilence, wanted: WantedSilence, now: Date) {
  const state = stateOf(old, now)
  if (state === 'expired' || !isSameMatchers(old.matchers, wanted.matchers)) return false
  if (state === 'pending') return wanted.startsAt >= now
  return wanted.startsAt.getTime() === old.starts_at.getTime() && wanted.endsAt > now
}

const isSameMatchers = (a: Matcher[], b: Matcher[]) => {
  const text = (matchers: Matcher[]) =>
    JSON.stringify(matchers.map(({ name, value, isRegex, isEqual }) => [name, value, isRegex, isEqual]))
  return text(a) === text(b)
}

async function insertSilence(
  tx: Tx,
  integrationId: number,
  { matchers, startsAt, endsAt, createdBy, comment }: WantedSilence,
  now: Date,
) {
  const start = startsAt < now ? now : startsAt
  const { id, public_id } = await tx.one(sql<{ id: number; public_id: string }>`
    insert into silences (organization_id, integration_id, matchers, starts_at, ends_at, created_by_name, comment)
    values (${tx.ctx.organizationId}, ${integrationId}, ${JSON.stringify(matchers)}, ${start}, ${endsAt}, ${createdBy}, ${comment})
    returning id, public_id`)
  const span = { starts_at: start, ends_at: endsAt }
  tx.record(silenceEvents.created(id, { matchers, ...span, created_by: createdBy, comment }))
  return public_id
}

async function updateSilence(
  tx: Tx,
  old: StoredSilence,
  { startsAt, endsAt, createdBy, comment }: WantedSilence,
) {
  await tx.run(sql`update silences set starts_at = ${startsAt}, ends_at = ${endsAt}, created_by_name = ${createdBy},
    comment = ${comment}, version = version + 1, updated_at = app.now() where id = ${old.id}`)
  const { starts_at, ends_at, created_by_name: created_by } = old
  tx.record(
    silenceEvents.updated(
      old.id,
      { starts_at: startsAt, ends_at: endsAt, created_by: createdBy, comment },
      { starts_at, ends_at, created_by, comment: old.comment },
    ),
  )
  return old.public_id
}

type Span = Pick<StoredSilence, 'starts_at' | 'ends_at'>

async function endSilence(tx: Tx, silence: StoredSilence) {
  // A silence that has not begun ends where it would have begun: its span stays one.
  const { id, starts_at, ends_at } = silence
  const ended =
    await tx.one(sql<Span>`update silences set starts_at = least(starts_at, app.now()), ends_at = greatest(app.now(), starts_at + interval '1 microsecond'),
    version = version + 1, updated_at = app.now() where id = ${id} returning starts_at, ends_at`)
  tx.record(silenceEvents.expired(id, ended, { starts_at, ends_at }))
}

/** Makes suppressed_by of every open alert of a source what the silences active now say. */
export async function reconcileSilences(tx: Tx, integrationId: number) {
  const silencers = await activeSilences(tx, integrationId)
  const open = await tx.all(sql<{
    id: number
    labels: Labels
    suppressed_by: string[]
  }>`select id, labels, suppressed_by from alerts
    where integration_id = ${integrationId} and workflow <> 'resolved'
      and (${silencers.length > 0} or cardinality(suppressed_by) > 0) order by dedup_key for update`)
  const changed = open.flatMap(({ id, labels, suppressed_by }) => {
    const { reasons, event } = suppression(suppressed_by, labels, silencers)
    return event ? [{ id, wanted: reasons, event }] : []
  })
  if (changed.length === 0) return
  await tx.run(sql`update alerts a set suppressed_by = r.wanted, version = version + 1, updated_at = app.now()
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as r(id bigint, wanted text[]) where a.id = r.id`)
  await insertAlertEvents(
    tx,
    changed.map(({ id, event, wanted }) => ({ alertId: id, event, details: { suppressed_by: wanted } })),
  )
  for (const [event, items] of Map.groupBy(changed, (item) => item.event)) {
    const ids = items.map(({ id }) => id)
    tx.record(alertEvents[event](ids, { count: items.length }))
  }
}

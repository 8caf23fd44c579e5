import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { AnyResource } from '../src/platform/resource/resource.ts'
import { eventually, type TestServer } from './harness.ts'

type Fields = Record<string, unknown>
interface Entry {
  event: string
  record: number
  is_batch: boolean
  before: Fields | null
  after: Fields | null
}

/**
 * Folds what the ledger says of each record of a noun, in the order of the stream, and compares it with the rows: at each
 * entry its `before` with the state so far, at the end the state with the stored row. What a ledger row says besides the
 * stored fields (comments, reasons) is passed by. A batch that names no fields (what sources send) leaves nothing known.
 */
export async function expectReplayable(server: TestServer, resource: AnyResource) {
  const entries = await readEntries(server, resource.kind)
  const rows = await server.sql<{ id: number; row: Fields }>(
    `select id, to_jsonb(t) || jsonb_build_object('deleted', deleted_at is not null) as row from app.${resource.table} t`,
  )
  const told = Map.groupBy(entries, ({ record }) => record)
  const wrong = rows.flatMap(({ id, row }) =>
    disagreements(row, told.get(id) ?? []).map((what) => `${id}: ${what}`),
  )
  expect(wrong, `${resource.kind}: record, entry, field`).toEqual([])
  expect(
    rows.some(({ id }) => told.has(id)),
    `the ledger tells of ${resource.kind}`,
  ).toBe(true)
}

async function readEntries(server: TestServer, kind: string): Promise<Entry[]> {
  await eventually('every ledger row in the stream', async () => {
    const [row] = await server.sql<{
      left: boolean
    }>(`select exists (select from app.ledger l where not exists (
      select from app.ledger_seals s where s.organization_id = l.organization_id and s.ledger_id = l.id)) as left`)
    return row?.left === false
  })
  return server.sql<Entry & Fields>(
    `select event, record, l.subject_ids is not null as is_batch, before, after
     from app.ledger l join app.ledger_seals s on s.organization_id = l.organization_id and s.ledger_id = l.id,
       unnest(coalesce(l.subject_ids, array[l.subject_id])) as record
     where l.subject_kind = $1 order by s.organization_id, s.stream_seq`,
    [kind],
  )
}

/** What does not fit between one record's row and its entries. */
function disagreements(row: Fields, entries: Entry[]): string[] {
  let state: Fields = {}
  const wrong: string[] = []
  for (const { event, is_batch, before, after } of entries) {
    for (const [field, value] of Object.entries(after ?? {})) {
      if (!(field in row) || value === '[redacted]') continue
      // A field that the entry does not say it changed was so already; its first entry is where it began.
      const was = before && field in before ? before[field] : event.endsWith('.created') ? undefined : value
      if (was !== undefined && field in state && !isSame(state[field], was))
        wrong.push(`${event}: ${field} was ${show(state[field])}, not ${show(was)}`)
      state[field] = value
    }
    if (is_batch && before === null) state = {}
  }
  for (const [field, value] of Object.entries(state))
    if (!isSame(row[field], value)) wrong.push(`${field} is ${show(row[field])}, not ${show(value)}`)
  return wrong
}

const show = (value: unknown) => JSON.stringify(value)
const DATE = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)$/
const isDate = (value: unknown): value is string => typeof value === 'string' && DATE.test(value)

/** The same moment is written in many ways. */
const isSame = (a: unknown, b: unknown) =>
  isDate(a) && isDate(b) ? new Date(a).getTime() === new Date(b).getTime() : isDeepStrictEqual(a, b)

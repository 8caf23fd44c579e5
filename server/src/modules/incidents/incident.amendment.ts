import { type Context, can } from '../../platform/context.ts'
import { conflict, forbidden, unprocessable } from '../../platform/errors.ts'
import { difference } from '../../platform/ledger/ledger.ts'
import { checkPointers } from '../../platform/resource/pointers.ts'
import type { Values } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import type { StoredIncident } from './incident.schema.ts'

/** What may be put right of an incident that is closed or cancelled, by whom it is allowed. */
const AMENDABLE = ['description', 'channel', 'resolved_at', 'resolved_by']
const OF_RESOLUTION = ['resolved_at', 'resolved_by']

const isOver = ({ status }: StoredIncident) => status === 'closed' || status === 'cancelled'

/** Which fields may be changed depends on whether the incident is over. @param values as they were sent */
export async function checkChange(tx: Tx, row: StoredIncident, values: Values) {
  const changed = Object.keys(difference(row, values)?.after ?? {})
  if (isOver(row)) checkAmendment(tx.ctx, row, changed)
  const early = changed.filter((field) => OF_RESOLUTION.includes(field))
  if (early.length === 0) return
  if (row.status !== 'closed')
    throw refuse(early, 'is set by resolving, and put right once the incident is closed')
  await checkPointers(tx, { pointers: { resolved_by: 'users' } }, values)
  const at = new Date((values.resolved_at ?? row.resolved_at) as string | Date)
  if (at < row.created_at || at > (row.closed_at as Date))
    throw refuse(['resolved_at'], 'must lie between the report and the closing')
}

function checkAmendment(ctx: Context, { status }: StoredIncident, changed: string[]) {
  const final = changed.filter((field) => !AMENDABLE.includes(field))
  const detail = `is final: the incident is ${status}`
  if (final.length > 0)
    throw conflict(
      `${final.join(', ')}: ${detail}; only ${AMENDABLE.join(', ')} can be put right.`,
      final.map((field) => ({ field, code: 'final', detail })),
    )
  if (changed.length > 0 && !can(ctx, 'incidents.amend')) throw forbidden('incidents.amend')
}

const refuse = (fields: string[], detail: string) =>
  unprocessable(
    `${fields.join(', ')}: ${detail}`,
    fields.map((field) => ({ field, code: 'not_possible', detail })),
  )

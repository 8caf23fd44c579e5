import { can } from '../../platform/context.ts'
import { forbidden, unknownReference } from '../../platform/errors.ts'
import { getRows, insertRow, lockRow, updateRow, userId, type Values } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import { incidentComments } from './comment.schema.ts'
import { incidents } from './incident.schema.ts'

interface NewComment {
  body: string
  visibility?: string
}

/** @returns the comment's id */
export async function addComment(tx: Tx, incidentId: number, { body, visibility = 'public' }: NewComment) {
  const seen = visibility.toLowerCase()
  if (seen === 'internal' && !can(tx.ctx, 'incidents.read_internal'))
    throw forbidden('incidents.read_internal')
  await lockRow(tx, incidents, incidentId)
  const id = await insertRow(tx, incidentComments, { incident_id: incidentId, body, visibility: seen })
  tx.record({
    event: 'incident.commented',
    kind: 'incident',
    id: incidentId,
    after: { comment_id: id, visibility: seen },
  })
  return id
}

/** For the comments' own collection, where the incident is a field and not the address. */
export async function createComment(
  tx: Tx,
  { incident_id, ...comment }: NewComment & { incident_id: number },
) {
  const [incident] = await getRows(tx, incidents, [incident_id])
  if (!incident) throw unknownReference('incident_id')
  return addComment(tx, incident_id, comment)
}

/** The author may mend their words; nobody else puts words in their mouth. */
export async function updateComment(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow(tx, incidentComments, id, ifMatch)
  if ((row as unknown as { created_by: number | null }).created_by !== userId(tx))
    throw forbidden('to be its author')
  return updateRow(tx, incidentComments, row, values)
}

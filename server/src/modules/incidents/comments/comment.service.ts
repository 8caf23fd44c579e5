import { can } from '../../../platform/context.ts'
import { databaseTime } from '../../../platform/database-time.ts'
import { forbidden, unknownReference } from '../../../platform/errors.ts'
import {
  getRows,
  insertRow,
  lockRow,
  updateRow,
  userId,
  type Values,
} from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { moveIncident } from '../incident.family.ts'
import { incidents, type StoredIncident } from '../incident.schema.ts'
import { resuming } from '../incident.status.ts'
import { commentEvents } from './comment.events.ts'
import { incidentComments } from './comment.schema.ts'

interface NewComment {
  body: string
  visibility?: string
}

/** @returns the comment's id */
export async function addComment(tx: Tx, incidentId: number, comment: NewComment, ifMatch?: number) {
  const row = await lockRow<StoredIncident>(tx, incidents, incidentId, ifMatch)
  const { id, visibility } = await writeComment(tx, incidentId, comment)
  if (visibility === 'public') await resumeOnReply(tx, row, id)
  return id
}

/** What was waited for is there: the requester has answered, and work goes on. */
async function resumeOnReply(tx: Tx, row: StoredIncident, comment_id: number) {
  const isWaiting = row.status === 'on_hold' && row.hold_reason === 'awaiting_caller'
  if (!isWaiting || row.requester_id === null || row.requester_id !== userId(tx)) return
  const said = { cause: 'requester_replied', comment_id }
  await moveIncident(tx, row, 'in_progress', resuming(await databaseTime(tx)), 'resumed', said)
}

/** A comment on a locked incident, and nothing that follows from it. */
export async function writeComment(tx: Tx, incidentId: number, { body, visibility = 'public' }: NewComment) {
  const seen = visibility.toLowerCase()
  if (seen === 'internal' && !can(tx.ctx, 'incidents.read_internal'))
    throw forbidden('incidents.read_internal')
  const id = await insertRow(tx, incidentComments, { incident_id: incidentId, body, visibility: seen })
  tx.record(commentEvents.commented(incidentId, { comment_id: id, visibility: seen }))
  return { id, visibility: seen }
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

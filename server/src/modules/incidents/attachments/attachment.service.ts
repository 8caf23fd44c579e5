import { sql } from 'kysely'
import type { Static } from 'typebox'
import { checkRename } from '../../../capabilities/attachments/attachment.rename.ts'
import type { StoredFile } from '../../../capabilities/attachments/attachment.routes.ts'
import { can } from '../../../platform/context.ts'
import { forbidden, unprocessable } from '../../../platform/errors.ts'
import type { Stamped } from '../../../platform/resource/resource.ts'
import {
  deleteRow,
  insertRow,
  lockRow,
  updateRow,
  userId,
  type Values,
} from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { incidents } from '../incident.schema.ts'
import { checkIncidentSeen } from '../incident-part.queries.ts'
import { attachmentEvents } from './attachment.events.ts'
import { type IncidentUpload, incidentAttachments } from './attachment.schema.ts'

const MOST_PER_INCIDENT = 50

type StoredAttachment = Stamped & {
  incident_id: number
  filename: string
  visibility: string
  created_by: number | null
}

/** @returns the attachment's id */
export async function attachToIncident(
  tx: Tx,
  { incident_id, description = '', visibility = 'public' }: Static<typeof IncidentUpload>,
  { file_id, filename, ...content }: StoredFile,
): Promise<number> {
  const seen = visibility.toLowerCase()
  if (seen === 'internal' && !can(tx.ctx, 'incidents.read_internal'))
    throw forbidden('incidents.read_internal')
  await checkIncidentSeen(tx, incident_id)
  // Rivals wait for one another, and count what the other has added.
  await lockRow(tx, incidents, incident_id)
  await checkRoom(tx, incident_id)
  const values = { incident_id, file_id, filename, description, visibility: seen }
  const attachment_id = await insertRow(tx, incidentAttachments, values)
  const said = { attachment_id, filename, visibility: seen, ...content }
  tx.record(attachmentEvents.attached(incident_id, said))
  return attachment_id
}

async function checkRoom(tx: Tx, incidentId: number) {
  const { count } = await tx.one(sql<{ count: number }>`select count(*) as count from incident_attachments
    where incident_id = ${incidentId} and deleted_at is null`)
  if (count < MOST_PER_INCIDENT) return
  const detail = `has ${MOST_PER_INCIDENT} attachments already; delete one or send several in a zip`
  throw unprocessable(`incident_id: ${detail}`, [{ field: 'incident_id', code: 'too_many', detail }])
}

/** Whoever attached it may mend its name and description, and so may who changes incidents. */
export async function updateAttachment(tx: Tx, id: number, values: Values, ifMatch?: number) {
  const row = await lockRow<StoredAttachment>(tx, incidentAttachments, id, ifMatch)
  checkMayTouch(tx, row, 'incidents.update')
  checkRename(row.filename, values)
  return updateRow(tx, incidentAttachments, row, values)
}

export async function deleteAttachment(tx: Tx, stored: Stamped) {
  const row = stored as StoredAttachment
  checkMayTouch(tx, row, 'incidents.delete')
  await deleteRow(tx, incidentAttachments, row)
  const { id, incident_id, filename, visibility } = row
  tx.record(attachmentEvents.detached(incident_id, { attachment_id: id, filename, visibility }))
}

function checkMayTouch(tx: Tx, { created_by }: StoredAttachment, permission: string) {
  if (created_by !== userId(tx) && !can(tx.ctx, permission)) throw forbidden(permission)
}

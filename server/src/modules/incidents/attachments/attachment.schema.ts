import { type Selectable, sql } from 'kysely'
import { Type } from 'typebox'
import {
  type AttachmentRow,
  attachmentColumns,
  attachmentFields,
  attachmentFilters,
  showAttachment,
  uploadFields,
} from '../../../capabilities/attachments/attachment.schema.ts'
import type { DB } from '../../../db/types.ts'
import { Closed, Id, Nullable, Reference } from '../../../platform/http/schema.ts'
import { idFilter } from '../../../platform/list/filters.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { personalTexts } from '../incident.permissions.ts'
import { publicOrInternal } from '../incident-part.queries.ts'

export const IncidentUpload = Closed({ incident_id: Id, ...uploadFields })
const IncidentAttachment = Type.Object({
  id: Id,
  incident_id: Id,
  incident: Nullable(Reference),
  ...attachmentFields,
})

const pointing = pointers({ incident: 'incidents.number' })
type Row = Selectable<DB['incident_attachments']> & AttachmentRow & LabelColumns<'incident'>

export const incidentAttachments = defineResource<Row, unknown>({
  kind: 'incident_attachment',
  path: '/api/v1/incident-attachments',
  tag: 'Incident attachments',
  table: 'incident_attachments',
  topic: 'incident-attachments',
  permissions: {
    view: 'incidents.view',
    create: 'incidents.comment',
    update: 'incidents.comment',
    delete: 'incidents.comment',
    restore: 'records.restore',
  },
  record: IncidentAttachment,
  pointers: pointing.tables,
  personal: personalTexts('filename', 'description'),
  source: {
    columns: sql`t.*, ${attachmentColumns}, ${pointing.columns}`,
    from: sql`incident_attachments t`,
    visible: publicOrInternal,
  },
  list: {
    filters: {
      ...attachmentFilters,
      incident_id: idFilter('t.incident_id'),
      created_by: idFilter('t.created_by'),
    },
    ordering: {
      created_at: { column: 't.created_at', type: 'timestamptz' },
      filename: { column: 't.filename', type: 'text' },
    },
    defaultOrdering: '-created_at',
    search: 'incident_attachment',
  },
  present: (row) => ({ ...row, ...showAttachment(row), ...pointing.show(row) }),
})

import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Id, Nullable, stamps, Timestamp } from '../../../platform/http/schema.ts'
import { idFilter, textFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { defineResource, type Stamped } from '../../../platform/resource/resource.ts'
import { readByAuditors } from '../audit.permissions.ts'
import { ofOwnClients, subjectLabel } from './subject.queries.ts'

const Fields = Nullable(Type.Record(Type.String(), Type.Unknown()))
type Said = Static<typeof Fields>
const AuditLog = Type.Object({
  id: Id,
  at: Timestamp,
  event: Type.String({ description: 'What happened, as docs/events.md lists it' }),
  event_version: Type.Integer(),
  actor_kind: Type.String({ description: 'user, integration or system' }),
  actor_id: Nullable(Id),
  actor_name: Type.String(),
  subject_kind: Type.String(),
  subject_id: Nullable(Id),
  subject_ids: Nullable(Type.Array(Id, { description: 'Of a batch that was written as one' })),
  subject_label: Nullable(Type.String({ description: 'What the record is called today' })),
  request_id: Nullable(Type.String()),
  address: Nullable(Type.String()),
  before: Fields,
  after: Fields,
  ...stamps,
})

type Row = Stamped &
  Selectable<DB['ledger']> & {
    subject_label: string | null
    created_at: Date
    updated_at: Date
    created_by: number | null
    updated_by: number | null
  }

/** The ledger as auditors read it. A row is written once: it is its own first and last version. */
export const auditLogs = defineResource<Row, Static<typeof AuditLog>>({
  kind: 'audit_log',
  path: '/api/v1/audit-logs',
  tag: 'Audit trail',
  table: 'ledger',
  topic: 'audit-logs',
  plainEvents: [],
  recordedReads: ['list', 'read', 'subscribe'],
  permissions: readByAuditors,
  record: AuditLog,
  personal: { fields: { actor_name: 'text', subject_label: 'text', before: 'text', after: 'text' } },
  source: {
    columns: sql`t.*, ${subjectLabel('t.subject_kind', 't.subject_id')}, t.at as created_at, t.at as updated_at, 1 as version,
      case t.actor_kind when 'user' then t.actor_id end as created_by, case t.actor_kind when 'user' then t.actor_id end as updated_by`,
    // The list kit asks for what is not deleted; nothing here ever is.
    from: sql`(select t.*, null::timestamptz as deleted_at from ledger t) t`,
    visible: ofOwnClients,
  },
  list: {
    filters: {
      at: timestampFilter('t.at'),
      created_at: timestampFilter('t.at'),
      actor_kind: textFilter('t.actor_kind'),
      actor_id: idFilter('t.actor_id'),
      actor_name: textFilter('t.actor_name'),
      event: textFilter('t.event'),
      subject_kind: textFilter('t.subject_kind'),
      subject_id: idFilter('t.subject_id'),
      request_id: textFilter('t.request_id'),
    },
    ordering: {
      at: { column: 't.at', type: 'timestamptz' },
      created_at: { column: 't.at', type: 'timestamptz' },
    },
    defaultOrdering: '-id',
  },
  present: (row) => ({ ...row, before: row.before as Said, after: row.after as Said }),
})

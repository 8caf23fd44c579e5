import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Id, Nullable, stamps, Timestamp } from '../../../platform/http/schema.ts'
import { idFilter, textFilter, timestampFilter, wordFilter } from '../../../platform/list/filters.ts'
import { defineResource, READS, type Stamped } from '../../../platform/resource/resource.ts'
import { readByAuditors } from '../audit.permissions.ts'
import { ofOwnClients, subjectLabel } from '../audit-logs/subject.queries.ts'

const AccessLog = Type.Object({
  id: Id,
  at: Timestamp,
  action: Type.String({ description: READS.join(', ') }),
  actor_kind: Type.String(),
  actor_id: Nullable(Id),
  actor_name: Type.String(),
  subject_kind: Type.String({ description: 'Records of which kind were read' }),
  subject_id: Nullable(Id),
  subject_label: Nullable(Type.String()),
  query: Type.Record(Type.String(), Type.Unknown(), { description: 'What was asked for, as in the address' }),
  request_id: Nullable(Type.String()),
  address: Nullable(Type.String()),
  ...stamps,
})

type Row = Stamped &
  Selectable<DB['access_records']> & {
    subject_label: string | null
    created_at: Date
    updated_at: Date
    created_by: number | null
    updated_by: number | null
  }

/** What was read of the watch, and of what is sensitive elsewhere. Reading this is not recorded: it would never come to rest. */
export const accessLogs = defineResource<Row, Static<typeof AccessLog>>({
  kind: 'access_log',
  path: '/api/v1/access-logs',
  tag: 'Audit trail',
  table: 'access_records',
  topic: 'access-logs',
  plainEvents: [],
  permissions: readByAuditors,
  record: AccessLog,
  personal: { fields: { actor_name: 'text', subject_label: 'text', query: 'text' } },
  source: {
    columns: sql`t.*, ${subjectLabel('t.subject_kind', 't.subject_id')}, t.at as created_at, t.at as updated_at, 1 as version,
      case t.actor_kind when 'user' then t.actor_id end as created_by, case t.actor_kind when 'user' then t.actor_id end as updated_by`,
    from: sql`(select t.*, null::timestamptz as deleted_at from access_records t) t`,
    visible: ofOwnClients,
  },
  list: {
    filters: {
      at: timestampFilter('t.at'),
      created_at: timestampFilter('t.at'),
      action: wordFilter('t.action', READS),
      actor_kind: textFilter('t.actor_kind'),
      actor_id: idFilter('t.actor_id'),
      actor_name: textFilter('t.actor_name'),
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
  present: (row) => ({ ...row, query: row.query as Record<string, unknown> }),
})

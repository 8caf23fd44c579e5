import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Id, stamps, Timestamp } from '../../../platform/http/schema.ts'
import { textFilter, timestampFilter, wordFilter } from '../../../platform/list/filters.ts'
import { defineResource, type Stamped } from '../../../platform/resource/resource.ts'
import { clientLimit } from '../../core/index.ts'
import { readByAuditors } from '../audit.permissions.ts'

const OUTCOMES = ['pass', 'fail', 'recorded'] as const

const ComplianceLog = Type.Object({
  id: Id,
  at: Timestamp,
  framework: Type.String(),
  control_id: Type.String(),
  title: Type.String(),
  outcome: Type.String({ description: OUTCOMES.join(', ') }),
  evidence: Type.Record(Type.String(), Type.Unknown(), {
    description: 'What was checked or done, with figures',
  }),
  ...stamps,
})

type Row = Stamped &
  Selectable<DB['compliance_logs']> & {
    created_at: Date
    updated_at: Date
    created_by: number | null
    updated_by: number | null
  }

/** Evidence for those who check the organization from outside. The product alone writes it. */
export const complianceLogs = defineResource<Row, Static<typeof ComplianceLog>>({
  kind: 'compliance_log',
  path: '/api/v1/compliance-logs',
  tag: 'Compliance',
  table: 'compliance_logs',
  topic: 'compliance-logs',
  plainEvents: [],
  permissions: readByAuditors,
  recordedReads: ['list', 'read', 'subscribe'],
  record: ComplianceLog,
  personal: { fields: { evidence: 'text' } },
  source: {
    columns: sql`t.*, t.at as created_at, t.at as updated_at, 1 as version, null as created_by, null as updated_by`,
    from: sql`(select t.*, null::timestamptz as deleted_at from compliance_logs t) t`,
    // It is of the whole organization.
    visible: (ctx) => (clientLimit.ids(ctx) ? sql`false` : undefined),
  },
  list: {
    filters: {
      at: timestampFilter('t.at'),
      created_at: timestampFilter('t.at'),
      framework: textFilter('t.framework'),
      control_id: textFilter('t.control_id'),
      outcome: wordFilter('t.outcome', OUTCOMES),
    },
    ordering: {
      at: { column: 't.at', type: 'timestamptz' },
      created_at: { column: 't.at', type: 'timestamptz' },
    },
    defaultOrdering: '-id',
  },
  present: (row) => ({ ...row, evidence: row.evidence as Record<string, unknown> }),
})

import { type Selectable, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { VISIBILITIES } from '../../../capabilities/visibility.ts'
import type { DB } from '../../../db/types.ts'
import { AnyCase, Closed, Id, Nullable, Reference, stamps } from '../../../platform/http/schema.ts'
import { idFilter, timestampFilter, wordFilter } from '../../../platform/list/filters.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { personalTexts } from '../incident.permissions.ts'
import { publicOrInternal } from '../incident-part.queries.ts'

const Body = Type.String({ minLength: 1, maxLength: 65_536 })

export const CommentText = Closed({ body: Body, visibility: Type.Optional(AnyCase(VISIBILITIES)) })
export const CommentInput = Closed({ incident_id: Id, ...CommentText.properties })
export const CommentUpdate = Closed({ body: Body })
export const Comment = Type.Object({
  id: Id,
  incident_id: Id,
  body: Type.String(),
  visibility: Type.String(),
  author: Nullable(Reference),
  ...stamps,
})

type Row = Selectable<DB['incident_comments']> & { author_name: string | null }

export const incidentComments = defineResource<Row, Static<typeof Comment>>({
  kind: 'incident_comment',
  path: '/api/v1/incident-comments',
  tag: 'Incident comments',
  table: 'incident_comments',
  topic: 'incident-comments',
  permissions: {
    view: 'incidents.view',
    create: 'incidents.comment',
    update: 'incidents.comment',
    delete: 'incidents.delete',
    restore: 'records.restore',
  },
  record: Comment,
  personal: personalTexts('body'),
  source: {
    columns: sql`t.*, (select u.display_name from users u where u.id = t.created_by) as author_name`,
    from: sql`incident_comments t`,
    visible: publicOrInternal,
  },
  list: {
    filters: {
      incident_id: idFilter('t.incident_id'),
      visibility: wordFilter('t.visibility', VISIBILITIES),
      created_by: idFilter('t.created_by'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: { created_at: { column: 't.created_at', type: 'timestamptz' } },
    defaultOrdering: '-created_at',
    search: 'incident_comment',
  },
  present: (row) => ({
    ...row,
    author: row.created_by === null ? null : { id: row.created_by, name: row.author_name ?? '' },
  }),
})

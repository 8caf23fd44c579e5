import { type Selectable, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { type Context, can } from '../../../platform/context.ts'
import { Closed, Id, Nullable, Reference, stamps, Text, Timestamp } from '../../../platform/http/schema.ts'
import { idFilter, textFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { defineResource } from '../../../platform/resource/resource.ts'

export const ApiTokenInput = Closed({
  name: Text(200),
  scopes: Type.Array(Text(100), {
    minItems: 1,
    maxItems: 500,
    uniqueItems: true,
    description: 'Permissions of yours that it may use, as long as you have them',
  }),
  expires_at: Type.String({ format: 'date-time', description: 'A year from now at the latest' }),
})
const ApiToken = Type.Object({
  id: Id,
  name: Type.String(),
  owner: Reference,
  scopes: Type.Array(Type.String()),
  prefix: Type.String({ description: 'How the token begins, to know it by' }),
  expires_at: Timestamp,
  last_used_at: Nullable(Timestamp),
  ...stamps,
})
/** The answer to creation, the only one that holds the token itself. */
export const ApiTokenWithSecret = Type.Object({
  ...ApiToken.properties,
  token: Type.String({ description: 'Shown once' }),
})

type Row = Selectable<DB['api_tokens']> & { owner_name: string }

const ownOrAll = (ctx: Context) =>
  can(ctx, 'api_tokens.manage') ? undefined : sql<boolean>`t.created_by = ${ctx.actor.id}`

export const apiTokens = defineResource<Row, Static<typeof ApiToken>>({
  kind: 'api_token',
  path: '/api/v1/api-tokens',
  tag: 'API tokens',
  table: 'api_tokens',
  topic: 'api-tokens',
  permissions: {
    view: 'api_tokens.use',
    create: 'api_tokens.use',
    update: 'api_tokens.use',
    delete: 'api_tokens.use',
    restore: 'api_tokens.use',
  },
  // What it may do and until when stands fast, and who revoked it makes a new one.
  plainEvents: ['created', 'deleted'],
  record: ApiToken,
  personal: { fields: { name: 'text' } },
  source: {
    columns: sql`t.*, (select u.display_name from users u where u.id = t.created_by) as owner_name`,
    from: sql`api_tokens t`,
    visible: ownOrAll,
  },
  list: {
    filters: {
      name: textFilter('t.name'),
      created_by: idFilter('t.created_by'),
      expires_at: timestampFilter('t.expires_at'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: { created_at: { column: 't.created_at', type: 'timestamptz' } },
    defaultOrdering: '-created_at',
  },
  present: ({ owner_name: name, ...row }) => ({ ...row, owner: { id: row.created_by, name } }),
})

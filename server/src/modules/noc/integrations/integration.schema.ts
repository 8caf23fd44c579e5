import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Choice, Closed, Id, Nullable, stamps, Text } from '../../../platform/http/schema.ts'
import {
  booleanFilter,
  idFilter,
  textFilter,
  timestampFilter,
  wordFilter,
} from '../../../platform/list/filters.ts'
import { limitedTo } from '../../../platform/list/limit.ts'
import { defineResource } from '../../../platform/resource/resource.ts'
import { clientLimit } from '../../core/index.ts'
import { SEVERITIES } from '../alerts/alert.severity.ts'
import { configured, EVERY_READ } from '../noc.permissions.ts'

export const INTEGRATION_KINDS = ['alertmanager', 'alertmanager-webhook', 'generic'] as const
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number]

/** How a source's alerts are read; what is absent takes the default. */
export const IntegrationSettings = Closed({
  severity_map: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Choice(SEVERITIES))),
  ignored_labels: Type.Optional(
    Type.Array(Type.String({ maxLength: 128 }), { maxItems: 50, description: 'Left out of the fingerprint' }),
  ),
  reopen_window_seconds: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 604_800, description: 'Default 900; 0: always a new alert' }),
  ),
  resolve_timeout_seconds: Type.Optional(
    Type.Integer({ minimum: 10, maximum: 86_400, description: 'Default 300' }),
  ),
  auto_resolve: Type.Optional(Type.Boolean({ description: 'Default true: the source may resolve' })),
})
export type IntegrationSettings = Static<typeof IntegrationSettings>

export const IntegrationInput = Closed({
  name: Text(200),
  kind: Choice(INTEGRATION_KINDS),
  client_id: Type.Optional(Nullable(Id)),
  site_id: Type.Optional(Nullable(Id)),
  is_active: Type.Optional(Type.Boolean()),
  settings: Type.Optional(IntegrationSettings),
})
const Integration = Type.Object({
  id: Id,
  name: Type.String(),
  kind: Type.String(),
  client_id: Nullable(Id),
  site_id: Nullable(Id),
  is_active: Type.Boolean(),
  settings: IntegrationSettings,
  ...stamps,
})
/** The answer to creation and rotation: the only ones that hold the key, and where a source sends to. */
export const IntegrationWithKey = Type.Object({
  ...Integration.properties,
  key: Type.String({ description: 'Shown once' }),
  url: Type.String({ description: 'Where the source sends to' }),
})

export const integrations = defineResource<Selectable<DB['integrations']>, Static<typeof Integration>>({
  kind: 'integration',
  path: '/api/noc/integrations',
  tag: 'Integrations',
  table: 'integrations',
  topic: 'integrations',
  recordedReads: EVERY_READ,
  permissions: configured,
  record: Integration,
  limit: clientLimit,
  source: { columns: sql`t.*`, from: sql`integrations t`, visible: limitedTo(clientLimit, 't.client_id') },
  list: {
    filters: {
      name: textFilter('t.name'),
      kind: wordFilter('t.kind', INTEGRATION_KINDS),
      client_id: idFilter('t.client_id'),
      is_active: booleanFilter('t.is_active'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      name: { column: 't.name', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'name',
    search: 'integration',
  },
  present: (row) => ({ ...row, settings: row.settings as IntegrationSettings }),
})

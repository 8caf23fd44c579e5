import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../../db/types.ts'
import { Choice, Closed, Id, Nullable, Reference, stamps, Text } from '../../../platform/http/schema.ts'
import { booleanFilter, idFilter, textFilter, timestampFilter } from '../../../platform/list/filters.ts'
import { type LabelColumns, pointers } from '../../../platform/resource/pointers.ts'
import { defineResource } from '../../../platform/resource/resource.ts'

export const TeamInput = Closed({
  name: Text(200),
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  email: Type.Optional(Nullable(Type.String({ format: 'email', maxLength: 254 }))),
  manager_id: Type.Optional(Nullable(Id)),
  escalation_team_id: Type.Optional(
    Nullable(
      Type.Integer({ ...Id, description: 'The next tier: where work goes that is too much for this team' }),
    ),
  ),
  is_active: Type.Optional(Type.Boolean()),
})
export const MEMBER_ROLES = ['member', 'lead', 'dispatcher'] as const
const Member = Type.Object({ id: Id, name: Type.String(), role: Choice(MEMBER_ROLES) })
const Team = Type.Object({
  id: Id,
  name: Type.String(),
  description: Type.String(),
  email: Nullable(Type.String()),
  manager_id: Nullable(Id),
  manager: Nullable(Reference),
  escalation_team_id: Nullable(Id),
  escalation_team: Nullable(Reference),
  is_active: Type.Boolean(),
  members: Type.Array(Member),
  ...stamps,
})

const pointing = pointers({ manager: 'users.display_name', escalation_team: 'teams.name' })
type Row = Selectable<DB['teams']> &
  LabelColumns<'manager' | 'escalation_team'> & { members: Static<typeof Member>[] }

export const teams = defineResource<Row, Static<typeof Team>>({
  kind: 'team',
  path: '/api/v1/teams',
  tag: 'Teams',
  table: 'teams',
  topic: 'teams',
  permissions: {
    view: 'people.view',
    create: 'people.manage',
    update: 'people.manage',
    delete: 'people.manage',
    restore: 'records.restore',
  },
  record: Team,
  pointers: pointing.tables,
  personal: { fields: { email: 'email', description: 'text' } },
  source: {
    columns: sql`t.*, ${pointing.columns}, coalesce((
      select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.display_name, 'role', m.role) order by u.display_name)
      from team_members m join users u on u.organization_id = m.organization_id and u.id = m.user_id
      where m.organization_id = t.organization_id and m.team_id = t.id and u.deleted_at is null), '[]') as members`,
    from: sql`teams t`,
  },
  list: {
    filters: {
      name: textFilter('t.name'),
      manager_id: idFilter('t.manager_id'),
      escalation_team_id: idFilter('t.escalation_team_id'),
      is_active: booleanFilter('t.is_active'),
      created_at: timestampFilter('t.created_at'),
    },
    ordering: {
      name: { column: 't.name', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'name',
    search: 'team',
  },
  present: (row) => ({ ...row, ...pointing.show(row) }),
})

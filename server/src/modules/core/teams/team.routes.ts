import { sql } from 'kysely'
import { Type } from 'typebox'
import { unknownReference } from '../../../platform/errors.ts'
import { needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { Choice, Closed, Id, problems } from '../../../platform/http/schema.ts'
import { deleteRoutes } from '../../../platform/resource/delete-routes.ts'
import {
  createRoute,
  getRoute,
  IdParams,
  IfMatch,
  listRoute,
  sendRecord,
  updateRoutes,
  versionOf,
} from '../../../platform/resource/routes.ts'
import { lockRow, presentRow, userId as stampId } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { teamEvents } from './team.events.ts'
import { MEMBER_ROLES, TeamInput, teams } from './team.schema.ts'

const AddMember = Closed({ user_id: Id, role: Type.Optional(Choice(MEMBER_ROLES)) })
const RemoveMember = Closed({ user_id: Id })

export function teamRoutes(app: App) {
  listRoute(app, teams)
  getRoute(app, teams)
  createRoute(app, teams, TeamInput)
  updateRoutes(app, teams, TeamInput)
  deleteRoutes(app, teams)

  const answers = { 200: teams.record, ...problems(400, 401, 403, 404, 412, 422) }
  const config = needs(teams.permissions.update)
  const add = {
    tags: [teams.tag],
    summary: 'Add a member',
    params: IdParams,
    headers: IfMatch,
    body: AddMember,
    response: answers,
  }
  app.post(`${teams.path}/:id/add_member/`, { schema: add, config }, async (request, reply) => {
    const { user_id, role = 'member' } = request.body
    const team = await app.door.write(request.ctx, (tx) =>
      changeMembers(tx, request.params.id, user_id, role, versionOf(request)),
    )
    return sendRecord(reply, team)
  })
  const remove = {
    tags: [teams.tag],
    summary: 'Remove a member',
    params: IdParams,
    headers: IfMatch,
    body: RemoveMember,
    response: answers,
  }
  app.post(`${teams.path}/:id/remove_member/`, { schema: remove, config }, async (request, reply) => {
    const team = await app.door.write(request.ctx, (tx) =>
      changeMembers(tx, request.params.id, request.body.user_id, null, versionOf(request)),
    )
    return sendRecord(reply, team)
  })
}

/** @param role null takes the member out */
async function changeMembers(
  tx: Tx,
  teamId: number,
  userId: number,
  role: string | null,
  ifMatch: number | undefined,
) {
  const team = await lockRow(tx, teams, teamId, ifMatch)
  const user = await tx.maybe(
    sql<{ display_name: string }>`select display_name from users where id = ${userId} and deleted_at is null`,
  )
  if (!user) throw unknownReference('user_id')
  const before = await tx.maybe(
    sql<{ role: string }>`select role from team_members where team_id = ${teamId} and user_id = ${userId}`,
  )
  if (before?.role !== (role ?? undefined)) {
    await tx.run(
      role === null
        ? sql`delete from team_members where team_id = ${teamId} and user_id = ${userId}`
        : sql`insert into team_members (organization_id, team_id, user_id, role) values (${tx.ctx.organizationId}, ${teamId}, ${userId}, ${role})
          on conflict (organization_id, team_id, user_id) do update set role = excluded.role`,
    )
    await tx.run(
      sql`update teams set version = version + 1, updated_at = app.now(), updated_by = ${stampId(tx)} where id = ${team.id}`,
    )
    const tell = role === null ? teamEvents.member_removed : teamEvents.member_added
    const who = { user_id: userId, member: user.display_name }
    tx.record(tell(teamId, { ...who, role }, { ...who, role: before?.role ?? null }))
  }
  return presentRow(tx, teams, teamId)
}

import { Type } from 'typebox'
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
import { MEMBER_ROLES, TeamInput, teams } from './team.schema.ts'
import { changeMembers } from './team.service.ts'

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

import { databaseTime } from '../../../platform/database-time.ts'
import { needs, signedIn } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { deleteRoutes } from '../../../platform/resource/delete-routes.ts'
import {
  createdRecord,
  getRoute,
  IdParams,
  IfMatch,
  listRoute,
  sendRecord,
  updateRoutes,
  versionOf,
} from '../../../platform/resource/routes.ts'
import { presentRow } from '../../../platform/resource/rows.ts'
import { invite } from '../auth/link.service.ts'
import { passwordRulesOf } from '../organizations/organization.settings.ts'
import { Me, readCaller } from './me.queries.ts'
import { anonymiseUser } from './user.anonymisation.ts'
import { InvitedUser, UserInput, UserUpdate, users } from './user.schema.ts'
import { createUser, deleteUser, hashNewPassword, restoreUser, updateUser } from './user.service.ts'

export function userRoutes(app: App) {
  const me = { tags: [users.tag], summary: 'The signed-in person', response: { 200: Me, ...problems(401) } }
  app.get(`${users.path}/me/`, { schema: me, config: signedIn }, async ({ ctx }) => readCaller(app.door, ctx))
  listRoute(app, users)
  getRoute(app, users)
  updateRoutes(app, users, UserUpdate, updateUser)
  deleteRoutes(app, users, deleteUser, restoreUser)

  const anonymise = {
    tags: [users.tag],
    summary: 'Take from a record for good who it was: name, address, phone, credentials',
    params: IdParams,
    headers: IfMatch,
    response: { 200: users.record, ...problems(400, 401, 403, 404, 409, 412) },
  }
  app.post(
    `${users.path}/:id/anonymise/`,
    { schema: anonymise, config: needs(users.permissions.delete) },
    async (request, reply) => {
      const { id } = request.params
      const user = await app.door.write(request.ctx, async (tx) => {
        await anonymiseUser(tx, id, versionOf(request))
        return presentRow(tx, users, id)
      })
      return sendRecord(reply, user)
    },
  )

  // The hash is made before the transaction: it takes 20 ms and must hold no connection.
  const { schema, config } = createdRecord(app, users, UserInput)
  const created = { ...schema, response: { ...schema.response, 201: InvitedUser } }
  // The link of an invitation is as good as a password, and told once.
  app.post(
    `${users.path}/`,
    { schema: created, config: { ...config, mints: true } },
    async (request, reply) => {
      const rules = await passwordRulesOf(app.door, request.ctx.organizationId, app.auth.passwordRules)
      const hash = await hashNewPassword(request.body, rules)
      const user = await app.door.write(request.ctx, async (tx) => {
        if (request.body.password !== undefined)
          return presentRow(tx, users, await createUser(tx, request.body, hash))
        const id = await createUser(tx, { ...request.body, invited_at: await databaseTime(tx) }, hash)
        const invitation_url = await invite(tx, app.auth.post, id)
        return { ...(await presentRow(tx, users, id)), invitation_url }
      })
      return sendRecord(reply, user, 201)
    },
  )
}

import { databaseTime } from '../../../platform/database-time.ts'
import { signedIn } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { deleteRoutes } from '../../../platform/resource/delete-routes.ts'
import {
  createdRecord,
  getRoute,
  listRoute,
  sendRecord,
  updateRoutes,
} from '../../../platform/resource/routes.ts'
import { presentRow } from '../../../platform/resource/rows.ts'
import { invite } from '../auth/links.ts'
import { Me, readMe } from './me.ts'
import { createUser, deleteUser, hashNewPassword, updateUser } from './user.service.ts'
import { InvitedUser, UserInput, UserUpdate, users } from './user.ts'

export function userRoutes(app: App) {
  const me = { tags: [users.tag], summary: 'The signed-in person', response: { 200: Me, ...problems(401) } }
  app.get(`${users.path}/me/`, { schema: me, config: signedIn }, async ({ ctx }) =>
    readMe(app.door, ctx.organizationId, ctx.actor.id, ctx.permissions),
  )
  listRoute(app, users)
  getRoute(app, users)
  updateRoutes(app, users, UserUpdate, updateUser)
  deleteRoutes(app, users, deleteUser)

  // The hash is made before the transaction: it takes 20 ms and must hold no connection.
  const { schema, config } = createdRecord(app, users, UserInput)
  const created = { ...schema, response: { ...schema.response, 201: InvitedUser } }
  app.post(`${users.path}/`, { schema: created, config }, async (request, reply) => {
    const hash = await hashNewPassword(request.body, app.auth.passwordRules)
    const user = await app.door.write(request.ctx, async (tx) => {
      if (request.body.password !== undefined)
        return presentRow(tx, users, await createUser(tx, request.body, hash))
      const id = await createUser(tx, { ...request.body, invited_at: await databaseTime(tx) }, hash)
      const invitation_url = await invite(tx, app.auth.post, id)
      return { ...(await presentRow(tx, users, id)), invitation_url }
    })
    return sendRecord(reply, user, 201)
  })
}

import { Type } from 'typebox'
import { inPerson, signedIn } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { Closed, problems } from '../../../platform/http/schema.ts'
import { users } from '../users/user.schema.ts'

export const Password = Type.String({ minLength: 1, maxLength: 1000 })

export function passwordRoutes(app: App) {
  const change = {
    summary: 'Change your password; your other sessions end',
    body: Closed({ old_password: Password, new_password: Password }),
    response: { 204: Type.Null(), ...problems(400, 401, 403, 422, 429) },
  }
  // Whoever repeats it proves the password anew, and that is another one by then.
  const config = { ...signedIn, ...inPerson, isRepeatable: false }
  for (const [url, tag] of [
    ['/api/v1/auth/change-password/', 'Authentication'],
    [`${users.path}/change_password/`, users.tag],
  ] as const) {
    app.post(url, { schema: { ...change, tags: [tag] }, config }, async (request, reply) => {
      const { old_password, new_password } = request.body
      await app.auth.own.changePassword(request.ctx, old_password, new_password)
      app.auth.principals.forget(request.ctx.organizationId)
      return reply.code(204).send(null)
    })
  }
}

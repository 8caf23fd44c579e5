import { Type } from 'typebox'
import { inPerson, needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { IdParams, IfMatch, versionOf } from '../../../platform/resource/routes.ts'
import { ACCESS_SECONDS } from '../auth/signing-keys.ts'
import { Me } from './me.queries.ts'
import { users } from './user.schema.ts'
import { viewAs } from './view-as.service.ts'

const View = Type.Object({
  access: Type.String({ description: 'JWT without a refresh token; it reads and changes nothing' }),
  expires_in: Type.Integer({ description: 'Seconds' }),
  user: Me,
})

export function viewAsRoutes(app: App) {
  const schema = {
    tags: [users.tag],
    summary: 'See the product as somebody does who holds no more than you, for 15 minutes, reading only',
    params: IdParams,
    headers: IfMatch,
    response: { 200: View, ...problems(400, 401, 403, 404, 409, 412) },
  }
  const config = { ...needs('people.view_as'), ...inPerson, mints: true }
  app.post(`${users.path}/:id/view_as/`, { schema, config }, async (request, reply) => {
    const { access, user } = await viewAs(app, request.ctx, request.params.id, versionOf(request))
    return reply.header('cache-control', 'no-store').send({ access, expires_in: ACCESS_SECONDS, user })
  })
}

import { Type } from 'typebox'
import { needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { IdParams, IfMatch, versionOf } from '../../../platform/resource/routes.ts'
import { erasePerson } from './erasure.service.ts'

export function erasureRoutes(app: App) {
  const schema = {
    tags: ['Users'],
    summary: 'Erase a deleted person for good: names and addresses leave their record and the audit trail',
    params: IdParams,
    headers: IfMatch,
    response: { 204: Type.Null(), ...problems(400, 401, 403, 404, 409, 412) },
  }
  app.post('/api/v1/users/:id/erase/', { schema, config: needs('people.erase') }, async (request, reply) => {
    await app.door.write(request.ctx, (tx) => erasePerson(tx, request.params.id, versionOf(request)))
    return reply.code(204).send(null)
  })
}

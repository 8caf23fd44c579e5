import { Type } from 'typebox'
import { inPerson, needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import {
  createdRecord,
  getRoute,
  IdParams,
  listRoute,
  sendRecord,
} from '../../../platform/resource/routes.ts'
import { deleteRow, lockRow, presentRow } from '../../../platform/resource/rows.ts'
import { ApiTokenInput, ApiTokenWithSecret, apiTokens } from './api-token.schema.ts'
import { createApiToken } from './api-token.service.ts'

export function apiTokenRoutes(app: App) {
  listRoute(app, apiTokens)
  getRoute(app, apiTokens)

  const { schema, config } = createdRecord(app, apiTokens, ApiTokenInput)
  const created = { ...schema, response: { ...schema.response, 201: ApiTokenWithSecret } }
  const own = { ...config, ...inPerson, mints: true }
  app.post(`${apiTokens.path}/`, { schema: created, config: own }, async (request, reply) => {
    const record = await app.door.write(request.ctx, async (tx) => {
      const { id, token } = await createApiToken(tx, request.body)
      return { ...(await presentRow(tx, apiTokens, id)), token }
    })
    return sendRecord(reply, record, 201)
  })

  const revoke = {
    tags: [apiTokens.tag],
    summary: 'Revoke an API token, for good',
    params: IdParams,
    response: { 204: Type.Null(), ...problems(400, 401, 403, 404) },
  }
  const may = needs(apiTokens.permissions.delete)
  app.delete(`${apiTokens.path}/:id/`, { schema: revoke, config: may }, async (request, reply) => {
    await app.door.write(request.ctx, async (tx) =>
      deleteRow(tx, apiTokens, await lockRow(tx, apiTokens, request.params.id)),
    )
    return reply.code(204).send(null)
  })
}

import { Type } from 'typebox'
import { needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { Closed, problems } from '../../../platform/http/schema.ts'
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
import { insertRow, lockRow } from '../../../platform/resource/rows.ts'
import { integrationEvents } from './integration.events.ts'
import { IntegrationInput, IntegrationWithKey, integrations } from './integration.schema.ts'
import { withNewKey } from './integration.service.ts'

const Rotation = Closed({
  overlap_hours: Type.Optional(Type.Integer({ minimum: 0, maximum: 168, description: 'Default 24' })),
})

export function integrationRoutes(app: App) {
  listRoute(app, integrations)
  getRoute(app, integrations)
  updateRoutes(app, integrations, IntegrationInput)
  deleteRoutes(app, integrations)

  const create = createdRecord(app, integrations, IntegrationInput)
  const created = { ...create.schema, response: { ...create.schema.response, 201: IntegrationWithKey } }
  const config = { ...create.config, mints: true }
  app.post(`${integrations.path}/`, { schema: created, config }, async (request, reply) => {
    const record = await app.door.write(request.ctx, async (tx) =>
      withNewKey(tx, app.publicUrl, await insertRow(tx, integrations, request.body)),
    )
    return sendRecord(reply, record, 201)
  })

  const rotate = {
    tags: [integrations.tag],
    summary: 'Mint a new key; the old one works for another 24 hours',
    params: IdParams,
    headers: IfMatch,
    body: Rotation,
    response: { 200: IntegrationWithKey, ...problems(400, 401, 403, 404, 412) },
  }
  app.post(
    `${integrations.path}/:id/rotate/`,
    { schema: rotate, config: { ...needs(integrations.permissions.update), mints: true } },
    async (request, reply) => {
      const record = await app.door.write(request.ctx, async (tx) => {
        const { id } = await lockRow(tx, integrations, request.params.id, versionOf(request))
        tx.record(integrationEvents.key_rotated(id))
        return withNewKey(tx, app.publicUrl, id, request.body.overlap_hours)
      })
      return sendRecord(reply, record)
    },
  )
}

import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
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
import { insertRow, lockRow, presentRow } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { integrationEvents } from './integration.events.ts'
import {
  IntegrationInput,
  type IntegrationKind,
  IntegrationWithKey,
  integrations,
} from './integration.schema.ts'

/** Sources are told of a new key one by one; the old one works until then, or ends at once when it has leaked. */
const OVERLAP_HOURS = 24
const Rotation = Closed({
  overlap_hours: Type.Optional(Type.Integer({ minimum: 0, maximum: 168, description: 'Default 24' })),
})

export const hashKey = (key: string) => createHash('sha256').update(key).digest()

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
      withNewKey(app, tx, await insertRow(tx, integrations, request.body)),
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
        return withNewKey(app, tx, id, request.body.overlap_hours)
      })
      return sendRecord(reply, record)
    },
  )
}

async function withNewKey(app: App, tx: Tx, id: number, overlapHours = OVERLAP_HOURS) {
  const key = `wdk_${randomBytes(24).toString('base64url')}`
  await tx.all(
    sql`select auth.put_integration_key(${id}, ${hashKey(key)}, ${`${overlapHours} hours`}::interval)`,
  )
  const record = await presentRow(tx, integrations, id)
  return { ...record, key, url: app.publicUrl + pathOf(record.kind as IntegrationKind, key) }
}

const pathOf = (kind: IntegrationKind, key: string) =>
  kind === 'alertmanager' ? `/am/${key}` : `/api/ingest/${kind}/${key}/`

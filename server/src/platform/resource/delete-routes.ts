import { Type } from 'typebox'
import { needs } from '../http/access.ts'
import type { App } from '../http/app.ts'
import { problems } from '../http/schema.ts'
import type { Tx } from '../unit-of-work.ts'
import { type AnyResource, type Stamped, words } from './resource.ts'
import { IdParams, IfMatch, idOf, sendRecord, shown, versionOf } from './routes.ts'
import { deleteRow, lockRow, presentRow, restoreRow } from './rows.ts'

/** Deletes a locked row, or restores one, or refuses to. */
type Change<Row> = (tx: Tx, row: Row) => Promise<unknown>

/** @param remove and @param restore where the plain soft deletion and its undoing are not all */
export function deleteRoutes<Row extends Stamped>(
  app: App,
  resource: AnyResource,
  remove: Change<Row> = (tx, row) => deleteRow(tx, resource, row),
  restore: Change<Row> = (tx, row) => restoreRow(tx, resource, row),
) {
  const { tag, path, permissions } = resource
  const schema = {
    tags: [tag],
    summary: `Delete a ${words(resource)} (it can be restored)`,
    params: IdParams,
    headers: IfMatch,
    response: { 204: Type.Null(), ...problems(400, 401, 403, 404, 409, 412) },
  }
  app.delete(`${path}/:id/`, { schema, config: needs(permissions.delete) }, async (request, reply) => {
    await app.door.write(request.ctx, async (tx) =>
      remove(tx, await lockRow<Row>(tx, resource, idOf(request), versionOf(request))),
    )
    return reply.code(204).send(null)
  })
  restoreRoute(app, resource, restore)
}

function restoreRoute<Row extends Stamped>(app: App, resource: AnyResource, restore: Change<Row>) {
  const { tag, path, permissions } = resource
  const schema = {
    tags: [tag],
    summary: `Restore a deleted ${words(resource)}`,
    params: IdParams,
    headers: IfMatch,
    response: { 200: shown(app, resource), ...problems(400, 401, 403, 404, 409, 412, 422) },
  }
  const config = needs(permissions.restore)
  app.post(`${path}/:id/restore/`, { schema, config }, async (request, reply) => {
    const record = await app.door.write(request.ctx, async (tx) => {
      await restore(tx, await lockRow<Row>(tx, resource, idOf(request), versionOf(request), true))
      return presentRow(tx, resource, idOf(request))
    })
    return sendRecord(reply, record)
  })
}

import { Type } from 'typebox'
import { notFound } from '../../../platform/errors.ts'
import { inPerson, needs, signedIn } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { IdParams, IfMatch, sendRecord, shown, versionOf } from '../../../platform/resource/routes.ts'
import { lockRow, presentRow } from '../../../platform/resource/rows.ts'
import { checkHoldsNoMore } from '../rights/rights.giving.ts'
import { users } from '../users/user.schema.ts'
import { endSession, endSessions, listSessions, OwnSession } from './own-session.service.ts'

const TAG = 'Authentication'
const PATH = '/api/v1/auth/sessions'
const own = { ...signedIn, ...inPerson }

export function ownSessionRoutes(app: App) {
  const { principals } = app.auth
  const list = {
    tags: [TAG],
    summary: 'Where you are signed in',
    response: { 200: Type.Array(OwnSession), ...problems(401, 403) },
  }
  app.get(`${PATH}/`, { schema: list, config: own }, ({ ctx }) => app.door.read(ctx, listSessions))

  const end = {
    tags: [TAG],
    summary: 'End one of your sessions; it is out with its next call',
    params: IdParams,
    response: { 204: Type.Null(), ...problems(400, 401, 403, 404) },
  }
  app.delete(`${PATH}/:id/`, { schema: end, config: own }, async ({ ctx, params }, reply) => {
    const isEnded = await app.door.write(ctx, (tx) => endSession(tx, ctx.actor.id as number, params.id))
    if (!isEnded) throw notFound('session')
    principals.forget(ctx.organizationId)
    return reply.code(204).send(null)
  })

  const endAll = {
    tags: [TAG],
    summary: 'End all of your sessions but this one',
    response: { 204: Type.Null(), ...problems(401, 403) },
  }
  app.post(`${PATH}/end_all/`, { schema: endAll, config: own }, async ({ ctx }, reply) => {
    await app.door.write(ctx, (tx) => endSessions(tx, ctx.actor.id as number, ctx.sessionId))
    principals.forget(ctx.organizationId)
    return reply.code(204).send(null)
  })

  const endOfUser = {
    tags: [users.tag],
    summary: 'End all sessions of somebody',
    params: IdParams,
    headers: IfMatch,
    response: { 200: shown(app, users), ...problems(400, 401, 403, 404, 412) },
  }
  const config = { ...needs(users.permissions.update), ...inPerson }
  app.post(`${users.path}/:id/end_sessions/`, { schema: endOfUser, config }, async (request, reply) => {
    const record = await app.door.write(request.ctx, async (tx) => {
      const { id } = await lockRow(tx, users, request.params.id, versionOf(request))
      await checkHoldsNoMore(tx, id)
      const changed = await endSessions(tx, id)
      return { ...(await presentRow(tx, users, id)), changed }
    })
    return sendRecord(reply, record)
  })
}

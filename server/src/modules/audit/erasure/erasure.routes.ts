import { sql } from 'kysely'
import { Type } from 'typebox'
import { conflict, notFound, stale } from '../../../platform/errors.ts'
import { needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { IdParams, IfMatch, versionOf } from '../../../platform/resource/routes.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { erasureEvents } from './erasure.events.ts'

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

/** What they did stays, under "erased". There is no way back, so it takes two steps. */
async function erasePerson(tx: Tx, id: number, ifMatch?: number) {
  const { verdict } = await tx.one(
    sql<{ verdict: string }>`select app.erase_person(${id}, ${ifMatch ?? null}) as verdict`,
  )
  if (verdict === 'unknown') throw notFound('user')
  if (verdict.startsWith('stale ')) throw stale(Number(verdict.slice(6)))
  if (verdict === 'not deleted') throw conflict('Delete the person first; what is erased cannot be restored.')
  if (verdict === 'erased') tx.record(erasureEvents.erased(id))
}

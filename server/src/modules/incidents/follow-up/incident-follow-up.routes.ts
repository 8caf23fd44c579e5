import { Type } from 'typebox'
import { needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { Closed, LongText, problems, Text } from '../../../platform/http/schema.ts'
import { IdParams, IfMatch, sendRecord, versionOf } from '../../../platform/resource/routes.ts'
import { presentRow } from '../../../platform/resource/rows.ts'
import { Incident, incidents } from '../incident.schema.ts'
import { followUpIncident } from './incident.follow-up.ts'

export function followUpRoute(app: App) {
  const schema = {
    tags: [incidents.tag],
    summary: 'Open a new incident for what came back after closing; 200 where one is open already',
    params: IdParams,
    headers: IfMatch,
    body: Closed({ title: Type.Optional(Text(255)), description: Type.Optional(LongText) }),
    response: { 200: Incident, 201: Incident, ...problems(400, 401, 403, 404, 409, 412, 422) },
  }
  app.post(
    `${incidents.path}/:id/follow_up/`,
    { schema, config: needs('incidents.create') },
    async (request, reply) => {
      const { followUp, isNew } = await app.door.write(request.ctx, async (tx) => {
        const { id, isNew } = await followUpIncident(tx, request.params.id, request.body, versionOf(request))
        return { followUp: { ...(await presentRow(tx, incidents, id)), changed: isNew }, isNew }
      })
      return sendRecord(reply, followUp, isNew ? 201 : 200)
    },
  )
}

import { Type } from 'typebox'
import { etagOf } from '../../../platform/errors.ts'
import { needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { named, problems } from '../../../platform/http/schema.ts'
import { IfMatch, versionOf } from '../../../platform/resource/routes.ts'
import { readRules } from './priority.queries.ts'
import { PriorityMatrix, PriorityMatrixInput, presentMatrix } from './priority-matrix.schema.ts'
import { replaceMatrix } from './priority-matrix.service.ts'

const URL = '/api/v1/priority-matrix/'

export function priorityMatrixRoutes(app: App) {
  const shown = Type.Unsafe<ReturnType<typeof presentMatrix>>(named(app, 'PriorityMatrix', PriorityMatrix))
  const tags = ['Priority matrix']
  const read = {
    tags,
    summary: 'What the organization makes of impact and urgency',
    response: { 200: shown, ...problems(401, 403) },
  }
  app.get(URL, { schema: read, config: needs('incidents.view_all') }, async ({ ctx }, reply) => {
    const matrix = presentMatrix(await app.door.read(ctx, readRules))
    return reply.header('etag', etagOf(matrix.version)).send(matrix)
  })

  const replace = {
    tags,
    summary:
      'Replace the matrix; settings that are not named stay, and so do the priorities of existing incidents',
    headers: IfMatch,
    body: PriorityMatrixInput,
    response: { 200: shown, ...problems(400, 401, 403, 412, 422) },
  }
  app.put(URL, { schema: replace, config: needs('incidents.configure') }, async (request, reply) => {
    const rules = await app.door.write(request.ctx, (tx) =>
      replaceMatrix(tx, request.body, versionOf(request)),
    )
    const matrix = presentMatrix(rules)
    return reply.header('etag', etagOf(matrix.version)).send(matrix)
  })
}

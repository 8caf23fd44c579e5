import { type Static, Type } from 'typebox'
import { Problem } from '../../../platform/errors.ts'
import { byKey } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { alertmanagerRoutes } from './alertmanager.routes.ts'
import { parseWebhook } from './alertmanager-webhook.ts'
import type { ParsedBody } from './event.ts'
import { parseGeneric } from './generic.ts'
import { createIntake, type Intake } from './ingest.intake.ts'
import { LARGEST_BODY } from './ingest.limits.ts'
import type { Outcomes } from './ingest.outcomes.ts'

const TAG = 'Ingest'

export function ingestRoutes(app: App) {
  const intake = createIntake(app)
  alertmanagerRoutes(app, intake)
  webhookRoute(app, intake)
  genericRoute(app, intake)
}

const KeyParams = Type.Object({ key: Type.String({ maxLength: 100 }) })
const ItemResult = Type.Object({
  index: Type.Integer(),
  ok: Type.Boolean(),
  id: Type.Optional(Type.Integer()),
  dedup_key: Type.Optional(Type.String()),
  result: Type.String({ description: 'created, changed, repeated, ignored or rejected' }),
  detail: Type.Optional(Type.String()),
})
const Results = Type.Object({ results: Type.Array(ItemResult) })
const answers = { 200: Results, ...problems(400, 401, 413, 503) }

function webhookRoute(app: App, intake: Intake) {
  const schema = {
    tags: [TAG],
    summary: "Alertmanager's webhook, version 4",
    params: KeyParams,
    response: answers,
  }
  const url = '/api/ingest/alertmanager-webhook/:key/'
  app.post(
    url,
    {
      schema,
      config: byKey,
      bodyLimit: LARGEST_BODY,
      onRequest: [intake.admitKeyOf('alertmanager-webhook'), intake.admitLoad],
    },
    async (request) => {
      const source = intake.sourceOf(request)
      return results(await intake.take(source, request.body, parseWebhook))
    },
  )
}

function genericRoute(app: App, intake: Intake) {
  const schema = {
    tags: [TAG],
    summary: 'Alerts as plain JSON: one, or an array of up to 1000',
    params: KeyParams,
    response: answers,
  }
  app.post(
    '/api/ingest/generic/:key/',
    { schema, config: byKey, onRequest: [intake.admitKeyOf('generic'), intake.admitLoad] },
    async (request) => {
      const source = intake.sourceOf(request)
      return results(await intake.take(source, request.body, parseGeneric))
    },
  )
}

/** A result per item of the body, in its order. */
function results({ parsed, outcomes }: { parsed: ParsedBody; outcomes: Outcomes }): Static<typeof Results> {
  if (parsed.kind === 'malformed') throw new Problem(parsed.status, 'invalid', parsed.body.message)
  const rejected = new Map(parsed.rejected.map(({ index, reason }) => [index, reason]))
  const events = parsed.events[Symbol.iterator]()
  const items = Array.from({ length: parsed.events.length + rejected.size }, (_, index) => {
    const detail = rejected.get(index)
    if (detail !== undefined) return { index, ok: false, result: 'rejected', detail }
    const key = events.next().value?.dedupKey ?? ''
    const outcome = outcomes.get(key)
    return {
      index,
      ok: true,
      dedup_key: key,
      result: outcome?.result ?? 'ignored',
      ...(outcome ? { id: outcome.id } : {}),
    }
  })
  return { results: items }
}

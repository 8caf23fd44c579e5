import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { databaseTime } from '../../../platform/database-time.ts'
import { Problem, unauthenticated } from '../../../platform/errors.ts'
import { byKey } from '../../../platform/http/access.ts'
import { createAdmission } from '../../../platform/http/admission.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { collapse } from '../alerts/alert.collapse.ts'
import type { IntegrationKind } from '../integrations/integration.ts'
import { alertmanagerRoutes } from './alertmanager.routes.ts'
import { parseWebhook } from './alertmanager-webhook.ts'
import type { IntegrationConfig, ParsedBody } from './event.ts'
import { parseGeneric } from './generic.ts'
import { CHUNK, LARGEST_BODY, MOST_ALERTS } from './ingest.limits.ts'
import { type Outcomes, takeBatch } from './ingest.service.ts'
import { createSourceFinder, type Source } from './ingest.source.ts'

const TAG = 'Ingest'

export type Adapter = (body: unknown, now: Date, config: IntegrationConfig) => ParsedBody

/** What ingest offers its dialects: who is sending, and taking what was sent. */
export interface Intake {
  sourceOf(request: FastifyRequest): Source
  /** An onRequest hook: 401 for an unknown key, before the body is read. */
  admitKeyOf(kind: IntegrationKind): (request: FastifyRequest) => Promise<void>
  /** Takes a body; answers after the commit. */
  take(source: Source, body: unknown, adapt: Adapter): Promise<{ parsed: ParsedBody; outcomes: Outcomes }>
}

export function ingestRoutes(app: App) {
  const intake = createIntake(app)
  alertmanagerRoutes(app, intake)
  webhookRoute(app, intake)
  genericRoute(app, intake)
}

function createIntake(app: App): Intake {
  const findSource = createSourceFinder(app.door)
  const sources = new WeakMap<FastifyRequest, Source>()
  const admit = createAdmission({ atOnce: 8, waiting: 500, what: 'Alert ingest' })
  return {
    sourceOf: (request) => sources.get(request) as Source,
    admitKeyOf: (kind) => async (request) => {
      const source = await findSource((request.params as { key: string }).key)
      if (!source || source.kind !== kind) throw unauthenticated('No integration of this kind has this key.')
      sources.set(request, { ...source, ctx: { ...source.ctx, requestId: request.id, address: request.ip } })
    },
    take: (source, body, adapt) =>
      admit(async () => {
        if (Array.isArray(body) && body.length > MOST_ALERTS) throw tooMany(body.length)
        const parsed = adapt(body, app.clock.now(), source.config)
        const outcomes: Outcomes = new Map()
        const batch = parsed.kind === 'parsed' ? collapse(parsed.events) : []
        for (let from = 0; from < batch.length; from += CHUNK) {
          const chunk = batch.slice(from, from + CHUNK)
          const taken = await app.door.write(source.ctx, async (tx) =>
            takeBatch(tx, source, chunk, await databaseTime(tx)),
          )
          for (const [key, outcome] of taken) outcomes.set(key, outcome)
        }
        tellRepeats(app, source, outcomes)
        return { parsed, outcomes }
      }),
  }
}

function tellRepeats(app: App, { ctx }: Source, outcomes: Outcomes) {
  const repeated = [...outcomes.values()].filter(({ result }) => result === 'repeated').map(({ id }) => id)
  if (repeated.length > 0) app.live.tick(ctx.organizationId, 'alert', repeated)
}

const tooMany = (count: number) =>
  new Problem(413, 'too_large', `The body holds ${count} alerts; at most ${MOST_ALERTS} are taken at once.`)

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
    { schema, config: byKey, bodyLimit: LARGEST_BODY, onRequest: intake.admitKeyOf('alertmanager-webhook') },
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
    { schema, config: byKey, onRequest: intake.admitKeyOf('generic') },
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

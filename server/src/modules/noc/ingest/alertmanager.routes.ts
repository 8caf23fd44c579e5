import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../../platform/errors.ts'
import { byKey } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { activeSilences } from '../silences/silence.matching.ts'
import { chosenAlerts, readFilter, shownAlert, statusOf } from './alertmanager.present.ts'
import { firingAlerts } from './alertmanager.queries.ts'
import { parsePostedAlerts, postedAnswer, unparsable } from './alertmanager-api.ts'
import { silenceRoutes } from './alertmanager-silences.routes.ts'
import type { Intake } from './ingest.intake.ts'
import { LARGEST_BODY } from './ingest.limits.ts'
import type { Source } from './ingest.source.ts'

const BASE = '/am/:key/api/v2'

/**
 * Alertmanager's own API, so that an unchanged Prometheus, amtool or Karma takes us for one. Its answers are its own:
 * 200 with an empty body, errors as JSON strings or {code, message}, unknown fields accepted. Each key sees its source only.
 */
export function alertmanagerRoutes(parent: App, intake: Intake) {
  parent.register(async (scope) => {
    const app = scope as App
    speakAlertmanager(app)
    const started = new Date()
    app.addHook('onRequest', intake.admitKeyOf('alertmanager'))
    const source = intake.sourceOf
    const hidden = { schema: { hide: true }, config: byKey }

    const posting = { ...hidden, bodyLimit: LARGEST_BODY, onRequest: intake.admitLoad }
    app.post(`${BASE}/alerts`, posting, async (request, reply) => {
      const from = source(request)
      const { parsed } = await intake.take(from, request.body, parsePostedAlerts)
      if (parsed.kind === 'malformed') return reply.code(parsed.status).send(parsed.body)
      const { status, body } = postedAnswer(parsed.rejected)
      return body === null ? reply.code(status).send() : sendJson(reply, status, body)
    })
    app.get(`${BASE}/status`, hidden, async (request) => statusOf(source(request), started))
    app.get(`${BASE}/receivers`, hidden, async (request) => [{ name: source(request).name }])
    app.get(`${BASE}/alerts`, hidden, async (request) => openAlerts(app, source(request), request))
    app.get(`${BASE}/alerts/groups`, hidden, async (request) => {
      const from = source(request)
      const alerts = await openAlerts(app, from, request)
      return alerts.length === 0 ? [] : [{ labels: {}, receiver: { name: from.name }, alerts }]
    })
    for (const probe of ['healthy', 'ready']) {
      app.get(`/am/:key/-/${probe}`, hidden, async (_, reply) => reply.type('text/plain').send('OK'))
    }
    silenceRoutes(app, BASE, source)
  })
}

async function openAlerts(app: App, source: Source, request: FastifyRequest) {
  const filter = readFilter(request.query as Record<string, string | string[]>)
  const [rows, silencers] = await app.door.read(source.ctx, (tx) =>
    Promise.all([firingAlerts(tx, source.id), activeSilences(tx, source.id)]),
  )
  return chosenAlerts(
    rows.map((row) => shownAlert(row, silencers, source.name)),
    filter,
  )
}

/** Bodies of any content type are JSON text; failures in Alertmanager's words. */
function speakAlertmanager(app: App) {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: LARGEST_BODY }, (_, text, done) => {
    if (text === '') return done(null, undefined)
    try {
      done(null, JSON.parse(text as string))
    } catch (error) {
      done(new Unparsable((error as Error).message), undefined)
    }
  })
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Unparsable) return reply.code(400).send(unparsable(error.message).body)
    if (error instanceof Problem) {
      reply.headers(error.headers)
      if (error.status === 400) return sendJson(reply, 400, error.message)
      return reply.code(error.status).send({ code: error.status, message: error.message })
    }
    const status = (error as { statusCode?: number }).statusCode ?? 503
    const id = randomUUID()
    if (status >= 500) request.log.error({ err: error, id }, 'ingest failed')
    // 503 whatever it was: sources send again after it, and would drop the alert after any 4xx.
    const message = status >= 500 ? `could not store, send again (${id})` : (error as Error).message
    return reply.code(status >= 500 ? 503 : status).send({ code: status, message })
  })
}

class Unparsable extends Error {}

export function sendJson(reply: FastifyReply, status: number, value: unknown) {
  return reply.code(status).type('application/json').serializer(JSON.stringify).send(value)
}

import type { FastifyRequest } from 'fastify'
import { databaseTime } from '../../../platform/database-time.ts'
import { badRequest, Problem } from '../../../platform/errors.ts'
import { byKey } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { type StoredSilence, stateOf } from '../silences/silence.matching.ts'
import { expireSilence, findSilence, putSilence, type WantedSilence } from '../silences/silence.service.ts'
import { readMatchers } from './alertmanager.present.ts'
import { shownSilences } from './alertmanager.queries.ts'
import { isRecord, Refused, readText, readTime, storable } from './event.fields.ts'
import type { Source } from './ingest.source.ts'
import { type Matcher, validateMatchers } from './matchers.ts'

const hidden = { schema: { hide: true }, config: byKey }
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LONGEST_TEXT = 4000
const MOST_MATCHERS = 100

type SourceOf = (request: FastifyRequest) => Source

export function silenceRoutes(app: App, base: string, sourceOf: SourceOf) {
  app.post(`${base}/silences`, hidden, async (request) => {
    const source = sourceOf(request)
    return app.door.write(source.ctx, async (tx) => {
      const now = await databaseTime(tx)
      const silenceID = await putSilence(tx, source.id, readSilence(request.body, now), now)
      if (silenceID === null) throw new Problem(404, 'not_found', 'silence not found')
      return { silenceID }
    })
  })

  app.get(`${base}/silences`, hidden, async (request) => {
    const source = sourceOf(request)
    const query = request.query as Record<string, string | string[]>
    const matches = readMatchers(query.filter)
    const rows = await app.door.read(source.ctx, (tx) => shownSilences(tx, source.id))
    const shown = rows.map((row) => shownSilence(row, row.now))
    return shown.filter(({ matchers }) =>
      matches(Object.fromEntries(matchers.map(({ name, value }) => [name, value]))),
    )
  })

  app.get(`${base}/silence/:id`, hidden, async (request, reply) => {
    const source = sourceOf(request)
    const found = await app.door.write(source.ctx, async (tx) => {
      const silence = await findSilence(tx, source.id, idOf(request))
      return silence && shownSilence(silence, await databaseTime(tx))
    })
    return found ?? reply.code(404).send()
  })

  app.delete(`${base}/silence/:id`, hidden, async (request, reply) => {
    const source = sourceOf(request)
    const found = await app.door.write(source.ctx, async (tx) => {
      const silence = await findSilence(tx, source.id, idOf(request))
      if (!silence) return false
      const isOver = stateOf(silence, await databaseTime(tx)) === 'expired'
      if (isOver) throw new Problem(500, 'expired', `silence ${silence.public_id} already expired`)
      await expireSilence(tx, source.id, silence)
      return true
    })
    return reply.code(found ? 200 : 404).send()
  })
}

function idOf(request: FastifyRequest) {
  const { id } = request.params as { id: string }
  if (UUID.test(id)) return id
  throw new Problem(422, 'invalid', `silenceID in path must be of type uuid: ${JSON.stringify(id)}`)
}

function readSilence(body: unknown, now: Date): WantedSilence {
  if (!isRecord(body)) throw badRequest('a silence must be an object')
  try {
    const matchers = readMatcherList(body.matchers)
    const startsAt = readTime(body.startsAt, 'startsAt')
    const endsAt = readTime(body.endsAt, 'endsAt')
    const id = readText(body.id, 'id')
    const problem = validateMatchers(matchers) ?? spanProblem(startsAt, endsAt, now)
    if (problem) throw badRequest(`invalid silence: ${problem}`)
    if (id && !UUID.test(id)) throw new Problem(404, 'not_found', `silence ${id} not found`)
    return {
      publicId: id || null,
      matchers,
      startsAt: startsAt ?? now,
      endsAt: endsAt ?? now,
      createdBy: readWords(body.createdBy, 'createdBy'),
      comment: readWords(body.comment, 'comment'),
    }
  } catch (error) {
    if (error instanceof Refused) throw badRequest(error.message)
    throw error
  }
}

/** Alertmanager's schema demands both texts, with this answer. */
function readWords(value: unknown, field: string) {
  const words = storable(readText(value, field)).slice(0, LONGEST_TEXT)
  if (words === '') throw new Problem(422, 'invalid', `${field} in body is required`)
  return words
}

function spanProblem(startsAt: Date | null, endsAt: Date | null, now: Date) {
  if (!startsAt) return 'invalid zero start timestamp'
  if (!endsAt) return 'invalid zero end timestamp'
  if (endsAt < startsAt) return 'end time must not be before start time'
  if (endsAt <= now) return "end time can't be in the past"
  return endsAt <= startsAt ? 'start time must not be equal to end time' : null
}

function readMatcherList(value: unknown): Matcher[] {
  if (!Array.isArray(value)) throw new Refused('matchers must be an array')
  if (value.length > MOST_MATCHERS) throw new Refused(`at most ${MOST_MATCHERS} matchers are taken`)
  return value.map((item, index) => {
    if (!isRecord(item)) throw new Refused(`matchers.${index} must be an object`)
    return {
      name: storable(readText(item.name, `matchers.${index}.name`)),
      value: storable(readText(item.value, `matchers.${index}.value`)),
      isRegex: item.isRegex === true,
      isEqual: item.isEqual !== false,
    }
  })
}

function shownSilence(silence: StoredSilence, now: Date) {
  return {
    id: silence.public_id,
    status: { state: stateOf(silence, now) },
    updatedAt: silence.updated_at,
    comment: silence.comment,
    createdBy: silence.created_by_name,
    startsAt: silence.starts_at,
    endsAt: silence.ends_at,
    matchers: silence.matchers,
  }
}

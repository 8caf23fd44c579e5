import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem, unauthenticated } from '../../../platform/errors.ts'
import { createGate } from '../../../platform/gate.ts'
import type { App } from '../../../platform/http/app.ts'
import { createUpkeep } from '../alerts/alert.upkeep.ts'
import type { IntegrationKind } from '../integrations/integration.schema.ts'
import type { AlertEvent, IntegrationConfig, ParsedBody } from './event.ts'
import { createBacklog } from './ingest.backlog.ts'
import { createGroups } from './ingest.groups.ts'
import { AT_ONCE, CHUNK, MOST_ALERTS, MOST_WAITING } from './ingest.limits.ts'
import { joined, type Outcomes } from './ingest.outcomes.ts'
import { takeBodies } from './ingest.service.ts'
import { createSourceFinder, type Source } from './ingest.source.ts'

export type Adapter = (body: unknown, now: Date, config: IntegrationConfig) => ParsedBody

/** What ingest offers its dialects: who is sending, and taking what was sent. */
export interface Intake {
  sourceOf(request: FastifyRequest): Source
  /** An onRequest hook: 401 for an unknown key, before the body is read. */
  admitKeyOf(kind: IntegrationKind): (request: FastifyRequest) => Promise<void>
  /** An onRequest hook of what sends alerts: 503 at once when too much is on its way already. */
  admitLoad(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Takes a body; answers after the commit. */
  take(source: Source, body: unknown, adapt: Adapter): Promise<{ parsed: ParsedBody; outcomes: Outcomes }>
}

/** One body, or a part of a large one. */
interface Item {
  source: Source
  events: AlertEvent[]
}

export function createIntake(app: App): Intake {
  const findSource = createSourceFinder(app.door, app.admitStranger)
  const sources = new WeakMap<FastifyRequest, Source>()
  const backlog = createBacklog(MOST_WAITING)
  const gate = createGate({ atOnce: AT_ONCE })
  const tidySoon = createUpkeep(app)
  const put = createGroups<Item, Outcomes>({
    most: CHUNK,
    weigh: ({ events }) => events.length,
    take: async (items) => {
      const outcomes = await gate(() => takeGroup(app, items))
      if (items[0]) tidySoon(items[0].source.ctx.organizationId)
      return outcomes
    },
    isOfOne,
  })

  async function takeParts(source: Source, events: AlertEvent[]) {
    const line = `${source.ctx.organizationId}/${source.id}`
    const parts: Outcomes[] = []
    for (let from = 0; from < events.length; from += CHUNK)
      parts.push(await put(line, { source, events: events.slice(from, from + CHUNK) }))
    return joined(parts)
  }

  return {
    sourceOf: (request) => sources.get(request) as Source,
    admitKeyOf: (kind) => async (request) => {
      const source = await findSource((request.params as { key: string }).key, request.ip)
      if (!source || source.kind !== kind) throw unauthenticated('No integration of this kind has this key.')
      sources.set(request, { ...source, ctx: { ...source.ctx, requestId: request.id, address: request.ip } })
    },
    admitLoad: async (request, reply) => backlog.admit(request, reply),
    take: async (source, body, adapt) => {
      if (Array.isArray(body) && body.length > MOST_ALERTS) throw tooMany(body.length)
      const parsed = adapt(body, app.clock.now(), source.config)
      const events = parsed.kind === 'parsed' ? parsed.events : []
      const outcomes = await backlog.during(events.length, () => takeParts(source, events))
      return { parsed, outcomes }
    },
  }
}

/** Several bodies of one source in one transaction, which stands in the ledger for all of them. */
async function takeGroup(app: App, items: Item[]): Promise<Outcomes[]> {
  const { source } = items.at(-1) as Item
  const sender = items.length === 1 ? {} : { requestId: null, address: commonAddress(items) }
  const outcomes = await app.door.write({ ...source.ctx, ...sender }, (tx) =>
    takeBodies(
      tx,
      source,
      items.map(({ events }) => events),
    ),
  )
  tellRepeats(app, source, outcomes)
  return outcomes
}

function commonAddress(items: Item[]) {
  const [address, ...others] = new Set(items.map(({ source }) => source.ctx.address))
  return others.length === 0 ? (address ?? null) : null
}

/** What an item itself is to blame for: a value that the database refuses, or one that we stumble over. */
const isOfOne = (error: unknown) =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  /^(2[123]|54)...$/.test((error as { code?: string }).code ?? '')

function tellRepeats(app: App, { ctx }: Source, outcomes: Outcomes[]) {
  const repeated = new Set<number>()
  for (const ofBody of outcomes)
    for (const { id, result } of ofBody.values()) if (result === 'repeated') repeated.add(id)
  if (repeated.size > 0) app.live.tick(ctx.organizationId, 'alert', [...repeated])
}

const tooMany = (count: number) =>
  new Problem(413, 'too_large', `The body holds ${count} alerts; at most ${MOST_ALERTS} are taken at once.`)

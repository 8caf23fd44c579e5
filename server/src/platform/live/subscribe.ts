import type { TObject } from 'typebox'
import { type Context, can } from '../context.ts'
import { badRequest, forbidden, Problem } from '../errors.ts'
import { Closed } from '../http/schema.ts'
import { compileValidator } from '../http/validation.ts'
import { type ListQuery, type ListSpec, listQuerySchema } from '../list/list.ts'
import type { AnyResource, RecordRead } from '../resource/resource.ts'
import type { Connection } from './connection.ts'
import { type Frame, frameOf, MAX_SUBSCRIPTIONS, type SubscribeFrame } from './frames.ts'
import type { Room } from './room.ts'
import { scopeOf } from './scope.ts'
import type { Subscription } from './subscriptions.ts'

const ITEMS_PER_FRAME = 100
const MAX_REPLAY_MS = 2000
const NOT_FILTERS = ['page', 'page_size', 'cursor', 'ordering']

/** The nouns that can be listened to, by topic. */
export type Topics = ReadonlyMap<string, AnyResource>

/** The noun of a topic; 404 or 403 when there is none for this caller. */
export function topicOf(topics: Topics, ctx: Context, topic: string): AnyResource {
  const resource = topics.get(topic)
  if (!resource)
    throw new Problem(
      404,
      'unknown_topic',
      `There is no topic ${topic}; there are ${[...topics.keys()].join(', ')}.`,
    )
  const { view } = resource.permissions
  if (!can(ctx, view)) throw forbidden(view)
  return resource
}

/** The list's own parameters, in the words of its address. */
function filterOf(list: ListSpec, given: SubscribeFrame['filter']): ListQuery | null {
  if (!given || Object.keys(given).length === 0) return null
  const parameters = Object.entries(listQuerySchema(list).properties).filter(
    ([name]) => !NOT_FILTERS.includes(name),
  )
  const schema: TObject = Closed(Object.fromEntries(parameters))
  const validate = compileValidator({ schema, method: '', url: '', httpPart: 'querystring' })
  const query = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
  const answer = validate(query) as { error?: Error }
  if (answer.error) throw answer.error
  return query
}

/** Begins a subscription and answers it: with a snapshot, with what it missed, or with the place from which on it is told everything. */
export async function subscribe(
  room: Room,
  connection: Connection,
  { topics, record }: { topics: Topics; record: RecordRead },
  ctx: Context,
  frame: SubscribeFrame,
) {
  const { subscriptions } = connection
  const { id, snapshot } = frame
  try {
    const resource = topicOf(topics, ctx, frame.topic)
    if (!subscriptions.byId.has(id) && subscriptions.byId.size >= MAX_SUBSCRIPTIONS) {
      throw badRequest(`A connection has at most ${MAX_SUBSCRIPTIONS} subscriptions.`)
    }
    const filter = filterOf(resource.list, frame.filter)
    const recorded = recordSubscription(record, ctx, resource, filter)
    const replayed = snapshot ? null : subscriptions.replayed()
    const deadline = replayed === null ? Number.POSITIVE_INFINITY : performance.now() + MAX_REPLAY_MS
    const position = replayed ?? room.sent()
    const one = {
      id,
      scope: scopeOf(ctx, resource),
      filter,
      filterKey: JSON.stringify(filter),
      position,
      deadline,
      isStarting: true,
    }
    subscriptions.put(one)
    const [answers] = await Promise.all([answersTo(room, one, snapshot, replayed !== null), recorded])
    for (const answer of answers) {
      if (subscriptions.byId.get(id) === one) connection.say(answer)
    }
    one.isStarting = false
    connection.catchUp()
  } catch (error) {
    subscriptions.remove(id)
    if (!(error instanceof Problem) || error.status === 503)
      room.parts.metrics.refused.inc({ what: 'snapshot' })
    connection.say(refusalOf(id, error))
  }
}

/** What is listened to is recorded once, when it begins. */
const recordSubscription = (
  record: RecordRead,
  ctx: Context,
  resource: AnyResource,
  filter: ListQuery | null,
) =>
  resource.recordedReads?.includes('subscribe')
    ? record(ctx, { action: 'subscribe', kind: resource.kind, query: filter })
    : undefined

async function answersTo(
  room: Room,
  one: Subscription,
  snapshot: SubscribeFrame['snapshot'],
  isReplayed: boolean,
): Promise<Frame[]> {
  const { reader } = room.parts
  const at = room.cursor(one.position)
  const { scope, id } = one
  if (!snapshot) {
    // Asked of no record: what is wrong with a filter's values shows now, not at the first event.
    if (one.filter) await reader.open().matching(one, [])
    return isReplayed ? [] : [frameOf({ t: 'snap', id, at, done: true })]
  }
  const { limit, ordering } = snapshot
  const stop = room.parts.metrics.snapshots.startTimer()
  const { items, more } = await reader.snapshot(one, { page_size: limit, ...(ordering && { ordering }) })
  stop()
  // Read with rights that have changed meanwhile; the gap that said so asks for another.
  if (one.scope !== scope) return []
  const parts = Array.from({ length: Math.max(1, Math.ceil(items.length / ITEMS_PER_FRAME)) }, (_, part) =>
    items.slice(part * ITEMS_PER_FRAME, (part + 1) * ITEMS_PER_FRAME),
  )
  return parts.map((part, index) => {
    const head = JSON.stringify({ t: 'snap', id, at, more, done: index === parts.length - 1 })
    return { text: `${head.slice(0, -1)},"items":[${part.join(',')}]}`, cursor: null }
  })
}

function refusalOf(id: string, error: unknown): Frame {
  if (error instanceof Problem) return frameOf({ t: 'err', id, code: error.code, msg: error.message })
  return frameOf({
    t: 'err',
    id,
    code: 'overloaded',
    msg: 'This could not be read just now; try again shortly.',
  })
}

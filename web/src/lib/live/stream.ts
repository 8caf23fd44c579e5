import type { ClientFrame, LiveEvent, ServerFrame, Topic } from './frames.ts'
import { capabilities } from './inflate.ts'
import { createKnownVersions } from './known-versions.ts'
import { createTopics } from './topics.ts'

const ACK_EVENTS = 500

/**
 * What flows over the connection, whichever connection it is: how far we have read (the cursor), what was told already, and to whom.
 * A topic's name is also the id of its subscription.
 */
export function createStream(send: (frame: ClientFrame) => void) {
  const subscribe = (topic: Topic) => send({ t: 'sub', id: topic, topic })
  const topics = createTopics({ onFirst: subscribe, onLast: (topic) => send({ t: 'unsub', id: topic }) })
  const known = createKnownVersions()
  let cursor: string | undefined
  let unacked = 0

  function gap(why: string, where = topics.names()) {
    known.forget()
    topics.tell(where, { type: 'gap', why })
  }
  function ack() {
    if (unacked > 0 && cursor) send({ t: 'ack', c: cursor })
    unacked = 0
  }
  function tell(events: LiveEvent[]) {
    for (const event of events)
      if (known.isNews(event)) topics.tell(event.id as Topic[], { type: 'event', event })
    unacked += events.length
    if (unacked >= ACK_EVENTS) ack()
  }
  function welcome(isResumed: boolean, start: string) {
    if (!isResumed && cursor) gap('history')
    if (!isResumed) cursor = start
    topics.names().forEach(subscribe)
  }
  function receive(frame: ServerFrame) {
    if (frame.t === 'welcome') welcome(frame.resumed, frame.cursor)
    if (frame.t === 'ping') {
      // A quiet reader's place moves on, too, or it would grow too old to resume from.
      cursor = frame.c ?? cursor
      send({ t: 'pong' })
    }
    if (frame.t === 'gap') gap(frame.why, [frame.id as Topic])
    // From a snapshot on every change is told; what was before it only a fresh list can say.
    if (frame.t === 'snap' && frame.done) gap('snapshot', [frame.id as Topic])
    if (frame.t !== 'ev') return
    cursor = frame.c
    tell(frame.ev)
  }
  function forget() {
    cursor = undefined
    known.forget()
  }
  const hello = (token: string): ClientFrame => ({
    t: 'hello',
    v: 1,
    token,
    ...(cursor && { cursor }),
    ...capabilities(),
  })

  return { ack, gap, forget, hello, receive, subscribe: topics.subscribe }
}

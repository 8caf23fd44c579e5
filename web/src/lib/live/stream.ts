import type { ClientFrame, LiveEvent, LiveMessage, ServerFrame, Topic } from './frames.ts'
import { createKnownVersions } from './known-versions.ts'

export type Listener = (message: LiveMessage) => void

const ACK_EVENTS = 500

/**
 * What flows over the connection, whichever connection it is: who listens to which topic, how far we have read (the cursor), and what
 * was told already. A topic's name is also the id of its subscription.
 */
export function createStream(send: (frame: ClientFrame) => void) {
  const listeners = new Map<Topic, Set<Listener>>()
  const known = createKnownVersions()
  let cursor: string | undefined
  let unacked = 0

  function tell(topics: Iterable<Topic>, message: LiveMessage) {
    for (const topic of topics) for (const listener of [...(listeners.get(topic) ?? [])]) listener(message)
  }
  function gap(why: string, topics: Iterable<Topic> = listeners.keys()) {
    known.forget()
    tell(topics, { type: 'gap', why })
  }
  function ack() {
    if (unacked > 0 && cursor) send({ t: 'ack', c: cursor })
    unacked = 0
  }
  function events(list: LiveEvent[]) {
    for (const event of list) if (known.isNews(event)) tell(event.id as Topic[], { type: 'event', event })
    unacked += list.length
    if (unacked >= ACK_EVENTS) ack()
  }

  return {
    ack,
    gap,
    hello: (token: string) => send({ t: 'hello', v: 1, token, ...(cursor && { cursor }) }),
    forget() {
      cursor = undefined
      known.forget()
    },
    receive(frame: ServerFrame) {
      if (frame.t === 'welcome') {
        if (!frame.resumed) cursor = frame.cursor
        for (const topic of listeners.keys()) send({ t: 'sub', id: topic, topic })
      } else if (frame.t === 'ev') {
        cursor = frame.c
        events(frame.ev)
      } else if (frame.t === 'gap') gap(frame.why, [frame.id as Topic])
      // From a snapshot on every change is told; what was before it only a fresh list can say.
      else if (frame.t === 'snap' && frame.done) gap('snapshot', [frame.id as Topic])
      else if (frame.t === 'ping') send({ t: 'pong' })
    },
    /** Returns the function that ends the subscription. */
    subscribe(topic: Topic, listener: Listener) {
      if (!listeners.has(topic)) {
        listeners.set(topic, new Set())
        send({ t: 'sub', id: topic, topic })
      }
      const set = listeners.get(topic)?.add(listener)
      return () => {
        set?.delete(listener)
        if (set?.size !== 0 || listeners.get(topic) !== set) return
        listeners.delete(topic)
        send({ t: 'unsub', id: topic })
      }
    },
  }
}

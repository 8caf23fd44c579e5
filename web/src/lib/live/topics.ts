import type { LiveMessage, Topic } from './frames.ts'

export type Listener = (message: LiveMessage) => void

interface TopicEvents {
  onFirst: (topic: Topic) => void
  onLast: (topic: Topic) => void
}

/** Who listens to what; `onFirst` and `onLast` say when a topic becomes of interest and ceases to be. */
export function createTopics({ onFirst, onLast }: TopicEvents) {
  const listeners = new Map<Topic, Set<Listener>>()
  return {
    names: () => [...listeners.keys()],
    tell(topics: Iterable<Topic>, message: LiveMessage) {
      for (const topic of topics) for (const listener of [...(listeners.get(topic) ?? [])]) listener(message)
    },
    /** Returns the function that ends the subscription. */
    subscribe(topic: Topic, listener: Listener) {
      const set = listeners.get(topic) ?? new Set()
      set.add(listener)
      if (set.size === 1) {
        listeners.set(topic, set)
        onFirst(topic)
      }
      return () => {
        if (!set.delete(listener) || set.size > 0) return
        listeners.delete(topic)
        onLast(topic)
      }
    },
  }
}

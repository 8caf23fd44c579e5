export interface GateRules {
  atOnce: number
  /** How many may stand in line; without it, everybody. */
  waiting?: number
  /** What the next one is turned away with, at once. */
  refusal?: () => Error
}

/** Lets so many pieces of work run at once, keeps so many waiting in the order they came, and refuses the rest. */
export function createGate({
  atOnce,
  waiting = Number.POSITIVE_INFINITY,
  refusal = () => new Error('too many wait'),
}: GateRules) {
  let running = 0
  const queue: (() => void)[] = []

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw refusal()
      await new Promise<void>((resolve) => queue.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      // The place is handed on, so that nobody who comes meanwhile can take it.
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
}

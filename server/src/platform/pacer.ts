/** Nobody may hold the event loop for 20 ms. Two slices may follow each other before it looks at the network again. */
const SLICE_MS = 6
/** Looking at the clock costs as much as a small piece of work. */
const LOOK_EVERY = 4

/** Shares the event loop between one broadcast to many and everything else that the process does. */
export interface Pacer {
  /** Does the work for one after another, and lets others in whenever this turn of the loop has had its share. */
  each<T>(items: Iterable<T>, work: (item: T) => unknown): Promise<void>
}

/** Our own time: what other processes take of a busy machine would otherwise end a slice before it has done anything. */
function cpuMs() {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** One per process: all that is cut into slices shares the same turn. @param onSlice told how long each full slice was */
export function createPacer(onSlice: (ms: number) => void, now = cpuMs): Pacer {
  let since: number | null = null
  let next: Promise<void> | null = null

  function isSpent() {
    if (since === null) {
      since = now()
      setImmediate(() => {
        since = null
      })
    }
    const spent = now() - since
    if (spent > SLICE_MS && !next) onSlice(spent)
    return spent > SLICE_MS
  }

  /** The same turn for all who wait. */
  function turn() {
    next ??= new Promise((resolve) =>
      setImmediate(() => {
        next = null
        resolve()
      }),
    )
    return next
  }

  return {
    async each(items, work) {
      let done = 0
      for (const item of items) {
        while (done++ % LOOK_EVERY === 0 && isSpent()) {
          done = 0
          await turn()
        }
        work(item)
      }
    },
  }
}

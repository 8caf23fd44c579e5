import { overloaded } from '../errors.ts'

/** A door that lets so many in at once, keeps so many waiting, and turns the rest away with 503 at once. */
export function createAdmission({
  atOnce,
  waiting,
  what,
}: {
  atOnce: number
  waiting: number
  what: string
}) {
  let running = 0
  const queue: (() => void)[] = []

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw overloaded(`${what} is at its limit; send again shortly.`)
      await new Promise<void>((resolve) => queue.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
}

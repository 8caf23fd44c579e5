import type { Reply } from '../load/http.ts'

/** How a request ended for a client of a server that is being closed. */
export type Ending = 'answered' | 'refused' | 'unheard' | 'cut'

/** When the server was handed a connection from this port of ours, for each time. */
export type Accepted = ReadonlyMap<number, readonly number[]>

/** @param text lines of a port and a time, as `stack/accepted.ts` writes them */
export function readAccepted(text: string): Accepted {
  const accepted = new Map<number, number[]>()
  for (const line of text.split('\n').filter(Boolean)) {
    const [port, at] = line.split(' ').map(Number) as [number, number]
    accepted.set(port, [...(accepted.get(port) ?? []), at])
  }
  return accepted
}

/**
 * Whoever wrote a request and got no whole answer was cut, unless the server never had the connection: then the kernel reset it
 * in its queue. Ports come round again, so that only what was accepted since this one was opened counts.
 */
export function endingOf({ status, told, connection }: Reply, accepted: Accepted): Ending {
  if (status > 0) return 'answered'
  if (told === 'ECONNREFUSED') return 'refused'
  if (!connection) return 'unheard'
  const { port, openedAt } = connection
  return accepted.get(port)?.some((at) => at >= openedAt) ? 'cut' : 'unheard'
}

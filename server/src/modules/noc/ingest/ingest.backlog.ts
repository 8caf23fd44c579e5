import type { FastifyReply, FastifyRequest } from 'fastify'
import { overloaded } from '../../../platform/errors.ts'
import { LARGEST_BODY } from './ingest.limits.ts'

interface Load {
  requests: number
  bytes: number
  alerts: number
}

const full = () => overloaded('Alert ingest is at its limit; send again shortly.')

/** Bounds what is on its way in: whoever comes when there is no more room is answered 503 at once. */
export function createBacklog(most: Load) {
  const load: Load = { requests: 0, bytes: 0, alerts: 0 }

  return {
    /** Before the body is read; the room is free again when the answer has gone, or the sender. */
    admit(request: FastifyRequest, reply: FastifyReply) {
      // One that is too large is refused by its length, for good; it takes no room of its own size.
      const bytes = Math.min(Number(request.headers['content-length'] ?? LARGEST_BODY), LARGEST_BODY)
      if (load.requests >= most.requests || load.bytes + bytes > most.bytes || load.alerts >= most.alerts)
        throw full()
      load.requests++
      load.bytes += bytes
      reply.raw.once('close', () => {
        load.requests--
        load.bytes -= bytes
      })
    },
    /** While so many alerts are being taken. */
    async during<T>(alerts: number, work: () => Promise<T>): Promise<T> {
      load.alerts += alerts
      try {
        return await work()
      } finally {
        load.alerts -= alerts
      }
    },
  }
}

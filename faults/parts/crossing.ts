import { setTimeout as sleep } from 'node:timers/promises'
import { followLive } from '../../server/test/live-model.ts'
import { Caller } from '../load/http.ts'
import { timeUntil } from './part.ts'

const HEARD_MS = 10_000
const REST_MS = 100

/** A reader on each of two processes, and records written through the one until the reader of the other has them. */
export function watchCrossing(urls: readonly [string, string], token: string) {
  const caller = new Caller()
  const readers = urls.map((url) =>
    followLive({
      ...{ url: () => url, token: async () => token },
      ...{ topic: 'incidents', path: '/api/v1/incidents/' },
    }),
  )

  /** @returns milliseconds; undefined when it was not written, or not heard of in time */
  async function cross(from: number) {
    const reply = await caller.send(`${urls[from]}/api/v1/incidents/`, { token, body: { title: 'crosses' } })
    if (reply.outcome !== 'ok') return undefined
    const { id } = JSON.parse(reply.body) as { id: number }
    return timeUntil(HEARD_MS, async () => readers[1 - from]?.rows().has(id))
  }

  return {
    readers,
    isSettled: () => readers.every((reader) => reader.isSettled()),
    /** One after another, in both directions. */
    async during(ms: number) {
      const heardAfter: number[] = []
      let lost = 0
      for (const end = performance.now() + ms; performance.now() < end; await sleep(REST_MS))
        for (const from of [0, 1]) {
          const took = await cross(from)
          if (took === undefined) lost++
          else heardAfter.push(took)
        }
      return { heard: heardAfter.length, lost, slowestMs: Math.round(Math.max(0, ...heardAfter)) }
    },
    async stop() {
      caller.close()
      await Promise.all(readers.map((reader) => reader.stop()))
    },
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { Caller } from '../load/http.ts'

const LOOK_MS = 100

/** What load balancers see. */
export function watchReadiness(urls: () => string[]) {
  const caller = new Caller()
  let isWatching = true
  let refusals = 0
  const ask = async (url: string) => (await caller.send(`${url}/health/ready`, { method: 'GET' })).status
  const watch = async () => {
    while (isWatching) {
      for (const url of urls()) if ((await ask(url)) === 503) refusals++
      await sleep(LOOK_MS)
    }
  }
  const watching = watch()
  return {
    isReady: async () => (await Promise.all(urls().map(ask))).every((status) => status === 200),
    /** @returns how often a process said that it was not ready */
    stop: () => {
      isWatching = false
      watching.finally(() => caller.close())
      return refusals
    },
  }
}

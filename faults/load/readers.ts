import { setTimeout as sleep } from 'node:timers/promises'
import { Caller } from './http.ts'

const PATHS = [
  '/api/v1/incidents/?page_size=50',
  '/api/noc/alerts/?page_size=50',
  '/api/v1/incidents/?status=new&ordering=-created_at',
  '/api/v1/users/me/',
]
const REST_MS = 50

/** People who look at lists as long as they are let, each on one process. */
export function startReaders(urls: string[], token: string) {
  const refused: string[] = []
  let answered = 0
  let isRunning = true
  const read = async (url: string) => {
    const caller = new Caller()
    for (let n = 0; isRunning; n++) {
      const path = PATHS[n % PATHS.length]
      const { outcome, told } = await caller.send(`${url}${path}`, { method: 'GET', token })
      if (outcome === 'ok') answered++
      else refused.push(`${path}: ${told}`)
      await sleep(REST_MS)
    }
    caller.close()
  }
  const reading = Promise.all(urls.map(read))
  return {
    stop: async () => {
      isRunning = false
      await reading
      return { answered, refused }
    },
  }
}

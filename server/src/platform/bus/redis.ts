import { createClient } from '@redis/client'
import type { Logger } from 'pino'
import type { Bus, BusListener, Call } from './bus.ts'

const ANSWER_MS = 500
const MAX_PAUSE_MS = 2000
/** Seats of a process that died are free after this. */
const SEAT_SECONDS = 60

/** By Redis' own clock, so that the clocks of the processes need not agree. */
const SIT = `
local now = tonumber(redis.call('time')[1])
redis.call('zremrangebyscore', KEYS[1], '-inf', now)
if tonumber(ARGV[2]) > 0 and redis.call('zcard', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('zadd', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
redis.call('expire', KEYS[1], tonumber(ARGV[3]))
return 1`

/**
 * Connects by itself, now and whenever the connection was lost; nobody waits for it.
 * @param installation keeps those apart that share one Redis: channels know no databases
 */
export function openRedis(url: string, installation: string, log: Logger): Bus {
  const prefix = `watchdesk:${installation}:`
  const listeners: BusListener[] = []
  let isAway = false
  let hasBeenUp = false
  const client = createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: 10_000,
    commandOptions: { timeout: ANSWER_MS },
    socket: {
      connectTimeout: 2000,
      reconnectStrategy: (tries) => Math.min(MAX_PAUSE_MS, 50 * 2 ** tries) * (0.5 + Math.random() / 2),
    },
  })
  client.on('error', (error) => {
    if (isAway) return
    isAway = true
    log.warn({ err: error }, 'Redis is away; PostgreSQL carries its calls meanwhile')
  })
  client.on('ready', async () => {
    if (isAway) log.info('Redis is there')
    isAway = false
    // Later on the library subscribes again by itself.
    if (!hasBeenUp) await subscribe().catch(() => {})
    else for (const { onReturn } of listeners) onReturn()
    hasBeenUp = true
  })
  client.connect().catch(() => {})

  const subscribe = () =>
    client.pSubscribe(`${prefix}*`, (text, channel) => {
      const call = channel.slice(prefix.length) as Call
      for (const { onCall } of listeners) onCall(call, text)
    })
  const sit = (holder: string, seat: string, limit: number) =>
    client.eval(SIT, {
      keys: [`${prefix}seats:${holder}`],
      arguments: [seat, String(limit), String(SEAT_SECONDS)],
    })

  return {
    isUp: () => client.isReady,
    listen: (listener) => void listeners.push(listener),
    async publish(call, text = '') {
      if (!client.isReady) return false
      return client.publish(prefix + call, text).then(
        () => true,
        () => false,
      )
    },
    async takeSeat(holder, seat, limit) {
      if (!client.isReady) return true
      return sit(holder, seat, limit).then(
        (answer) => Number(answer) === 1,
        () => true,
      )
    },
    leaveSeat(holder, seat) {
      if (client.isReady) client.zRem(`${prefix}seats:${holder}`, seat).catch(() => {})
    },
    keepSeats(taken) {
      if (!client.isReady) return
      for (const [holder, seat] of taken) sit(holder, seat, 0).catch(() => {})
    },
    async close() {
      client.destroy()
    },
  }
}

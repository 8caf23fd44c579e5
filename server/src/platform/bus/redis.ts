import { randomUUID } from 'node:crypto'
import { createClient } from '@redis/client'
import type { Logger } from 'pino'
import type { Bus, BusListener, Call } from './bus.ts'

const ANSWER_MS = 500
const MAX_PAUSE_MS = 2000
/** A process says so often that it lives, and is taken for dead, and its seats for free, when it has not for so long. */
const ALIVE_EVERY_MS = 1000
const ALIVE_MS = 5000
/** Nobody is told when the last of a holder's seats belonged to a process that died. */
const FORGOTTEN_SECONDS = 3600

/** By Redis' own clock, so that the clocks of the processes need not agree. Seats are kept with the process that they are in. */
const SIT = `
redis.call('set', ARGV[1] .. ARGV[2], '', 'px', ${ALIVE_MS})
local seats = redis.call('hgetall', KEYS[1])
local taken = 0
for at = 1, #seats, 2 do
  if redis.call('exists', ARGV[1] .. seats[at + 1]) == 1 then taken = taken + 1
  else redis.call('hdel', KEYS[1], seats[at]) end
end
if tonumber(ARGV[4]) > 0 and taken >= tonumber(ARGV[4]) then return 0 end
redis.call('hset', KEYS[1], ARGV[3], ARGV[2])
redis.call('expire', KEYS[1], ${FORGOTTEN_SECONDS})
return 1`

const TAKE = `
local taken = tonumber(redis.call('get', KEYS[1]) or '0')
local granted = math.max(0, math.min(tonumber(ARGV[1]), tonumber(ARGV[2]) - taken))
if granted > 0 then redis.call('incrby', KEYS[1], granted) end
if taken == 0 then redis.call('expire', KEYS[1], tonumber(ARGV[3])) end
return { granted, math.max(0, tonumber(ARGV[2]) - taken - granted), redis.call('pttl', KEYS[1]) }`

/**
 * Connects by itself, now and whenever the connection was lost; nobody waits for it.
 * @param installation keeps those apart that share one Redis: channels know no databases
 */
export function openRedis(url: string, installation: string, log: Logger): Bus {
  const prefix = `watchdesk:${installation}:`
  const alive = `${prefix}alive:`
  const process = randomUUID()
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
      arguments: [alive, process, seat, String(limit)],
    })
  const living = setInterval(() => {
    if (client.isReady) client.set(alive + process, '', { PX: ALIVE_MS }).catch(() => {})
  }, ALIVE_EVERY_MS).unref()

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
    async takeBlock(key, wanted, most, seconds) {
      if (!client.isReady) return null
      const call = { keys: [`${prefix}taken:${key}`], arguments: [wanted, most, seconds].map(String) }
      return client.eval(TAKE, call).then(
        (answer) => {
          const [granted = 0, remaining = 0, ms = 0] = (answer as unknown[]).map(Number)
          return { granted, remaining, secondsLeft: ms / 1000 }
        },
        () => null,
      )
    },
    leaveSeat(holder, seat) {
      if (client.isReady) client.hDel(`${prefix}seats:${holder}`, seat).catch(() => {})
    },
    keepSeats(taken) {
      if (!client.isReady) return
      for (const [holder, seat] of taken) sit(holder, seat, 0).catch(() => {})
    },
    async close() {
      clearInterval(living)
      client.destroy()
    },
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { createBell } from '../bell.ts'
import type { Bus } from '../bus/bus.ts'
import { BATCH, type Heads, readHeads, seal } from './seal.ts'

const LOCK = 0x57_44_01 // this application's advisory lock for the one relay
const IDLE_MS = 250
/** Changes that come together are sealed together; a lone one is sealed at once. */
const SETTLE_MS = 10
const HELD_UP_MS = 5
const MAX_PAUSE_MS = 100
const CONTEND_MS = 1000
const TELL_MS = 20

export interface Relay {
  /** Seals what can be, then tells the ends of the chains; null from a process that does not lead. */
  heads(): Promise<Heads | null>
  /** Something was just committed here: look at once, or tell the leader to. */
  nudge(): void
  /** Something was committed elsewhere. */
  heard(): void
  stop(): Promise<void>
}

/**
 * Contends to be the one relay of the installation; every process may call it.
 * The leader holds a session lock, so a killed leader is followed as soon as its connection is gone.
 */
export function startRelay(connection: pg.ClientConfig, log: Logger, bus: Bus | null = null): Relay {
  const bell = createBell()
  let isStopping = false
  let leader: pg.Client | null = null
  const heard = () => {
    if (leader) bell.ring()
  }

  /** Until the lock is ours. Without a word from us the leader would look only four times a second. */
  async function contend(client: pg.Client) {
    while (!isStopping) {
      const got = await client.query(`select pg_try_advisory_lock(${LOCK}) as is_leader`)
      if (got.rows[0]?.is_leader) return
      if (!(await bell.wait(CONTEND_MS))) continue
      if (!(await bus?.publish('committed')))
        await client.query(`select pg_notify('watchdesk_committed', '')`)
      await sleep(TELL_MS)
    }
  }

  async function lead(client: pg.Client) {
    client.on('notification', heard)
    await client.query('listen watchdesk_committed')
    leader = client
    let heldUp = HELD_UP_MS
    while (!isStopping) {
      const began = performance.now()
      const isCarried = bus?.isUp() ?? false
      const { sealed, isHeldUp } = await seal(client, !isCarried)
      if (sealed > 0 && isCarried) await bus?.publish('sealed')
      if (sealed === BATCH) continue
      heldUp = sealed > 0 ? HELD_UP_MS : Math.min(MAX_PAUSE_MS, heldUp * 2)
      const took = performance.now() - began
      if (isHeldUp) await sleep(heldUp)
      else if (sealed > 0) await sleep(Math.min(MAX_PAUSE_MS, Math.max(SETTLE_MS, took)))
      if (!isHeldUp) await bell.wait(IDLE_MS)
    }
  }

  async function run() {
    while (!isStopping) {
      const client = new pg.Client({ keepAlive: true, query_timeout: 10_000, ...connection })
      client.on('error', () => {})
      try {
        await client.connect()
        await client.query('set role app_relay')
        await contend(client)
        await lead(client)
      } catch (error) {
        if (!isStopping) {
          log.warn({ err: error }, 'relay lost its connection, trying again')
          await sleep(500)
        }
      } finally {
        leader = null
        await client.end().catch(() => {})
      }
    }
  }

  async function heads(): Promise<Heads | null> {
    const client = leader
    if (!client) return null
    await seal(client, true)
    return readHeads(client)
  }

  const running = run()
  return {
    heads,
    nudge: bell.ring,
    heard,
    stop: async () => {
      isStopping = true
      bell.ring()
      await running
    },
  }
}

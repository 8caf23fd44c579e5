import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { createBell } from '../bell.ts'
import type { Bus } from '../bus/bus.ts'

const BATCH = 500
const LOCK = 0x57_44_01 // this application's advisory lock for the one relay
const IDLE_MS = 250
/** Changes that come together are sealed together; a lone one is sealed at once. */
const SETTLE_MS = 10
const HELD_UP_MS = 5
const MAX_PAUSE_MS = 100
const CONTEND_MS = 1000
const TELL_MS = 20

/**
 * Reads committed ledger rows behind the oldest transaction that may still write one, seals them in order, and wakes the
 * readers once per batch, all in one round trip. Rows that are committed but not sealed wait for such a transaction: they need
 * another look soon. Snapshots reach over all databases of a server, so who is surely at work in another one is passed over.
 */
const SEAL = `
with snapshot as materialized (select pg_current_snapshot() as now),
horizon as materialized (
  select coalesce(min(open.xid), (select pg_snapshot_xmax(now) from snapshot)) as xid
  from snapshot, pg_snapshot_xip(now) open (xid)
  where not exists (select from pg_stat_activity where backend_xid = open.xid::xid
    and datid <> (select oid from pg_database where datname = current_database()))),
state as (select last_xid, last_id from app.stream_state for update),
fresh as (
  select l.organization_id, l.id, l.at, l.xid,
    row_number() over (order by l.xid, l.id) as place,
    row_number() over (partition by l.organization_id order by l.xid, l.id) as step
  from (
    select organization_id, id, at, xid from app.ledger
    where (xid, id) > (select last_xid, last_id from state)
      and xid < (select xid from horizon)
    order by xid, id limit ${BATCH}) l),
counts as (select organization_id, count(*) as n from fresh group by organization_id),
heads as (
  insert into app.stream_heads (organization_id, seq) select organization_id, n from counts
  on conflict (organization_id) do update set seq = app.stream_heads.seq + excluded.seq
  returning organization_id, seq),
sealed as (
  insert into app.ledger_seals (organization_id, stream_seq, ledger_id, ledger_at)
  select f.organization_id, h.seq - c.n + f.step, f.id, f.at
  from fresh f join heads h using (organization_id) join counts c using (organization_id) order by f.place
  returning 1),
moved as (
  update app.stream_state set last_xid = t.xid, last_id = t.id
  from (select xid, id from fresh order by place desc limit 1) t returning 1)
select (select count(*) from sealed)::int as sealed,
  exists (select from app.ledger where xid >= (select xid from horizon)) as "isHeldUp",
  (select pg_notify('watchdesk_stream', '') where $1 and exists (select from fresh))`

export interface Relay {
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
  let isLeading = false
  const heard = () => {
    if (isLeading) bell.ring()
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
    isLeading = true
    let heldUp = HELD_UP_MS
    while (!isStopping) {
      const began = performance.now()
      const isCarried = bus?.isUp() ?? false
      const { rows } = await client.query({ name: 'seal', text: SEAL, values: [!isCarried] })
      const { sealed, isHeldUp } = rows[0]
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
        isLeading = false
        await client.end().catch(() => {})
      }
    }
  }

  const running = run()
  return {
    nudge: bell.ring,
    heard,
    stop: async () => {
      isStopping = true
      bell.ring()
      await running
    },
  }
}

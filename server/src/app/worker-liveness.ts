import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import type { DatabaseAddress } from '../platform/database.ts'

const LOCKS = 0x57_44_03 // this application's class of advisory locks for workers
const LOOK_MS = 1000
const RETRY_MS = 300
/** A session that the server still holds for a worker that nobody can reach any more. */
const LEASE = '15 seconds'

/** Each enrolment has a lock of its own, so that a session which the server has not missed yet is in nobody's way. */
const ENROL = `
  with mine as (
    insert into app.workers (id, process) values ($1, $2)
    on conflict (id) do update set lock = default, seen_at = excluded.seen_at
    returning lock)
  select pg_try_advisory_lock(${LOCKS}, lock) from mine`

const SIGN = 'update app.workers set seen_at = clock_timestamp() where id = $1'

const ABSENT = `
  select id, seen_at < clock_timestamp() - interval '${LEASE}' as is_overdue from app.workers
  where id <> $1
    and (pg_try_advisory_xact_lock_shared(${LOCKS}, lock) or seen_at < clock_timestamp() - interval '${LEASE}')`

const TAKE_OVER = `
  with gone as (delete from app.workers where id = any($1) returning id)
  select jobs.force_unlock_workers(array_agg(id)) from gone having count(*) > 0`

export interface Liveness {
  /** Resolves while the others can see this worker; before that it must take no job. */
  enrolled(): Promise<void>
  /** Lets everybody pass who waits: the worker is about to stop. */
  retire(): void
  /** After the last job; what is still in its name is free for others. */
  leave(): Promise<void>
}

/** Shows the other workers that this one lives, and hands out the jobs of those that do not. @param id its jobs' locked_by */
export function startLiveness(address: DatabaseAddress, id: string, log: Logger): Liveness {
  let isLeaving = false
  let isRetired = false
  let isEnrolled = false
  let enrolment = Promise.withResolvers<void>()
  const pause = new AbortController()
  const wait = (ms: number) => sleep(ms, undefined, { signal: pause.signal }).catch(() => {})

  async function watch(client: pg.Client) {
    await client.query(ENROL, [id, `${hostname()}:${process.pid}`])
    isEnrolled = true
    enrolment.resolve()
    let suspects = new Set<string>()
    while (!isLeaving) {
      const { rowCount } = await client.query(SIGN, [id])
      if (rowCount === 0) throw new Error('the other workers took this one for dead')
      const { rows } = await client.query<{ id: string; is_overdue: boolean }>(ABSENT, [id])
      // Twice in a row: after a restart of PostgreSQL the living come back within a look.
      const dead = rows.filter((worker) => worker.is_overdue || suspects.has(worker.id)).map((row) => row.id)
      if (dead.length > 0) {
        await client.query(TAKE_OVER, [dead])
        log.warn({ workers: dead }, 'jobs of dead workers are free again')
      }
      suspects = new Set(rows.map((row) => row.id))
      await wait(LOOK_MS)
    }
    // It may hold a job whose end it could not write down.
    await client.query(TAKE_OVER, [[id]])
  }

  async function run() {
    while (!isLeaving) {
      const client = connect(address)
      try {
        await client.connect()
        await watch(client)
      } catch (error) {
        if (!isLeaving) log.warn({ err: error }, 'the worker lost its place among the workers, trying again')
        // Who waits already goes on waiting for the same.
        if (isEnrolled && !isRetired) enrolment = Promise.withResolvers<void>()
        isEnrolled = false
        await wait(RETRY_MS)
      } finally {
        await client.end().catch(() => {})
      }
    }
  }

  const running = run()
  return {
    enrolled: () => enrolment.promise,
    retire: () => {
      isRetired = true
      enrolment.resolve()
    },
    leave: async () => {
      isLeaving = true
      pause.abort()
      await running
    },
  }
}

/** Idle but for its look each second, so that the server notices the end of its client at once. */
function connect(address: DatabaseAddress) {
  const client = new pg.Client({
    ...address,
    application_name: 'watchdesk worker',
    options:
      '-c role=app_jobs -c tcp_keepalives_idle=2 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3',
    connectionTimeoutMillis: 3000,
    query_timeout: 3000,
    keepAlive: true,
  })
  client.on('error', () => {})
  return client
}

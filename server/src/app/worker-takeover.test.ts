import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDatabase, eventually } from '../../test/harness.ts'
import { createTenant } from '../modules/core/operation.ts'
import { systemClock } from '../platform/clock.ts'
import { createPools } from '../platform/database.ts'
import { createDoor } from '../platform/unit-of-work.ts'
import { events } from './modules.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const WATCHDESK_SECRET_KEY = Buffer.alloc(32, 7).toString('base64')

let inspector: pg.Pool
let databaseUrl: string
const workers = new Set<ChildProcess>()
/** What a test holds and has not let go: where it failed, the next must not wait for it. */
const held = new Set<() => Promise<void>>()

beforeAll(async () => {
  const made = await createDatabase()
  const { host = '', port, user, password, database } = made.address as pg.ClientConfig
  inspector = made.inspector
  const place = host.startsWith('/')
    ? `localhost:${port}/${database}?host=${host}`
    : `${host}:${port}/${database}`
  databaseUrl = `postgres://${user}:${password}@${place}`
  // A clone of the template does not have what its migration granted on the database itself.
  await inspector.query(`grant create on database ${database} to app_jobs`)
  await makeTenant(made.address)
})
afterEach(() => Promise.all([...held].map((letGo) => letGo())))
afterAll(async () => {
  await Promise.all([...workers].map((worker) => end(worker, 'SIGKILL')))
  await inspector.end()
})

test('a killed worker’s job is taken over by another, and finished', async () => {
  const first = await startWorker()
  const letGo = await holdAlerts()
  const taken = await eventually('the job to be taken', () => jobHeld())
  const second = await startWorker()
  await end(first, 'SIGKILL')
  const again = await eventually('its takeover', () => jobHeld(taken.locked_by))
  expect(again.attempts).toBe(2)
  await letGo()
  await eventually('the end of the job', async () => !(await job()))
  expect(await end(second, 'SIGTERM')).toBe(0)
})

test('when all workers were killed, the one that starts next takes the jobs over', async () => {
  const only = await startWorker()
  const letGo = await holdAlerts()
  const taken = await eventually('the job to be taken', () => jobHeld())
  await end(only, 'SIGKILL')
  const next = await startWorker()
  await eventually('its takeover', () => jobHeld(taken.locked_by))
  await letGo()
  await eventually('the end of the job', async () => !(await job()))
  expect(await end(next, 'SIGTERM')).toBe(0)
})

test('a worker that lives keeps its job, however long it takes', async () => {
  const worker = await startWorker()
  const letGo = await holdAlerts()
  const taken = await eventually('the job to be taken', () => jobHeld())
  const other = await startWorker()
  await sleep(3500)
  expect(await job()).toEqual(taken)
  await letGo()
  await Promise.all([end(worker, 'SIGTERM'), end(other, 'SIGTERM')])
  expect((await inspector.query('select id from app.workers')).rows, 'who left signed off').toEqual([])
})

test('a worker whose connections break goes on by itself', async () => {
  const worker = await startWorker()
  await terminate(`application_name in ('watchdesk worker', 'watchdesk jobs')`)
  await inspector.query(`select jobs.add_job('ledger.ensure-partitions')`)
  await eventually('the job', async () => !(await job('ledger.ensure-partitions')))
  expect(await end(worker, 'SIGTERM')).toBe(0)
})

test('a worker whose connection breaks while it writes down a job’s end goes on, and the job is done again', async () => {
  const worker = await startWorker()
  const letGo = await holdAlerts()
  await eventually('the job to be taken', () => jobHeld())
  const letEnd = await hold('select from jobs._private_jobs for update')
  await letGo()
  await eventually('the end of the job', () => terminate(WAITING))
  await letEnd()
  await eventually('the job', async () => !(await job()))
  expect(await end(worker, 'SIGTERM')).toBe(0)
})

test('a worker whose first question fails goes on by itself', async () => {
  const letAsk = await hold('lock table jobs._private_tasks in access exclusive mode')
  const worker = await startWorker()
  await eventually('its question', () => terminate(WAITING))
  await letAsk()
  await inspector.query(`select jobs.add_job('ledger.ensure-partitions')`)
  await eventually('the job', async () => !(await job('ledger.ensure-partitions')))
  expect(await end(worker, 'SIGTERM')).toBe(0)
})

test('a worker whose connections break while it writes down the ends of two jobs goes on, and the jobs are done again', async () => {
  const worker = await startWorker()
  const letFirst = await hold('lock table auth.allowances in access exclusive mode')
  const letSecond = await hold('lock table app.idempotency_keys in access exclusive mode')
  const tasks = ['allowances.forget', 'idempotency.forget-answers']
  for (const task of tasks) await inspector.query('select jobs.add_job($1)', [task])
  for (const task of tasks) await eventually(`${task} to be taken`, async () => (await job(task))?.locked_by)
  const letEnd = await hold('select from jobs._private_jobs for update')
  await letFirst()
  await eventually('the first end', async () => (await sessions(WAITING)) >= 1)
  await letSecond()
  await eventually('the second end', async () => (await sessions(WAITING)) >= 2)
  await terminate(WAITING)
  await letEnd()
  for (const task of tasks) await eventually(task, async () => !(await job(task)))
  expect(await end(worker, 'SIGTERM')).toBe(0)
})

test('a worker that nobody hears of any more loses its jobs though its session stays, and comes back as a new one', async () => {
  const frozen = await startWorker()
  const letGo = await holdAlerts()
  const taken = await eventually('the job to be taken', () => jobHeld())
  frozen.kill('SIGSTOP')
  const other = await startWorker()
  await inspector.query(`update app.workers set seen_at = seen_at - interval '1 minute' where id = $1`, [
    taken.locked_by,
  ])
  await eventually('its takeover', () => jobHeld(taken.locked_by))
  await letGo()
  await eventually('the end of the job', async () => !(await job()))
  frozen.kill('SIGCONT')
  const isBack = async () =>
    (await inspector.query('select from app.workers where id = $1', [taken.locked_by])).rowCount === 1
  await eventually('its return', isBack)
  expect(await Promise.all([end(frozen, 'SIGTERM'), end(other, 'SIGTERM')])).toEqual([0, 0])
})

test('a worker that cannot enrol at first takes jobs once it can', async () => {
  const letEnrol = await hold('lock table app.workers in access exclusive mode')
  const worker = await startWorker()
  await inspector.query(`select jobs.add_job('ledger.ensure-partitions')`)
  // Longer than it waits for its first answer.
  await sleep(4000)
  expect(await job('ledger.ensure-partitions')).toMatchObject({ locked_by: null, attempts: 0 })
  await letEnrol()
  await eventually('the job', async () => !(await job('ledger.ensure-partitions')))
  expect(await end(worker, 'SIGTERM')).toBe(0)
})

/** Does this with each of these sessions; answers how many there were. */
async function sessions(which: string, what = 'select pid'): Promise<number> {
  const { rowCount } = await inspector.query(
    `${what} from pg_stat_activity where datname = current_database() and ${which}`,
  )
  return rowCount ?? 0
}
const terminate = (which: string) => sessions(which, 'select pg_terminate_backend(pid)')

/** Of the library's own connections, those that wait for what somebody holds. */
const WAITING = `application_name = 'watchdesk jobs' and wait_event_type = 'Lock'`

interface Job {
  locked_by: string | null
  attempts: number
}

async function job(task = 'alerts.sweep'): Promise<Job | undefined> {
  const { rows } = await inspector.query<Job>(
    'select locked_by, attempts from jobs.jobs where task_identifier = $1 and attempts < max_attempts order by id',
    [task],
  )
  return rows[0]
}

/** Held by a worker other than this one. */
async function jobHeld(before?: string | null) {
  const found = await job()
  return found?.locked_by && found.locked_by !== before ? found : undefined
}

/** Takes locks, until it is called. */
async function hold(locks: string) {
  const holder = new pg.Client(inspector.options)
  await holder.connect()
  const letGo = async () => {
    if (held.delete(letGo)) await holder.end()
  }
  held.add(letGo)
  await holder.query(`begin; ${locks}`)
  return letGo
}

/** A sweep that cannot go on: it wants the alerts, which somebody holds. */
async function holdAlerts() {
  const letGo = await hold('lock table app.alerts in access exclusive mode')
  await inspector.query(`select jobs.add_job('alerts.sweep')`)
  return letGo
}

async function startWorker(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN, 'worker'], {
    env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn', WATCHDESK_SECRET_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  workers.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  await eventually('the worker', async () => output.includes('ready') || child.exitCode !== null, 15_000)
  expect(child.exitCode, output).toBe(null)
  return child
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  workers.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code))
    child.kill(signal)
  })
}

async function makeTenant(address: Parameters<typeof createPools>[0]) {
  const pools = createPools(address, { size: 1, name: 'set-up' })
  const door = createDoor({ pools, clock: systemClock, events, subscribers: new Map(), onCommit: () => {} })
  const administrator = {
    ...{ username: 'admin', email: 'admin@example.org' },
    ...{ password: 'correct horse battery', isSuperuser: false },
  }
  await createTenant(door, { name: 'Takeover', administrator })
  await pools.end()
}

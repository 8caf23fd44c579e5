import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { readConfig } from '../src/app/config.ts'
import { type RuntimeConfig, startRuntime } from '../src/app/runtime.ts'
import { createTenant } from '../src/modules/core/operation.ts'
import type { DatabaseAddress } from '../src/platform/database.ts'
import { createLogger } from '../src/platform/log.ts'
import type { Door } from '../src/platform/unit-of-work.ts'
import { type Check, Client } from './client.ts'
import { FakeClock } from './fakes/clock.ts'
import { type Operation, readOperations, refuseUndeclared } from './openapi.ts'
import { PATIENCE_MS } from './patience.ts'

/** Of every server under test, so that a second process on its database can read its secrets. */
export const SECRET_KEY = Buffer.alloc(32, 7)

/** What servers under test are started with. */
export const TEST_CONFIG: RuntimeConfig = {
  ...readConfig({}),
  publicUrl: 'http://watchdesk.test',
  maxAttachmentBytes: 1024 * 1024,
  secretKey: SECRET_KEY,
  auditHeadsFile: null,
}

export const PASSWORD = 'correct horse battery'

export type Person = Client & { userId: number; username: string }

export interface TestTenant {
  organizationId: number
  administrator: Person
  /** A new person with these roles, signed in. */
  person(...roles: string[]): Promise<Person>
  /** The same, seeing these clients only. */
  limitedPerson(clientIds: number[], ...roles: string[]): Promise<Person>
}

export interface LedgerRow {
  event: string
  event_version: number
  subject_kind: string
  subject_id: number | null
  subject_ids: number[] | null
  actor_name: string
  actor_id: number | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

export interface TestServer {
  url: string
  clock: FakeClock
  /** For jobs, which run without HTTP. */
  door: Door
  /** What was logged, as text. */
  log(): string
  /** The tenant that every test has; further ones by newTenant. */
  tenant: TestTenant
  newTenant(): Promise<TestTenant>
  anonymous: Client
  /** What /api/schema/ declares; an answer that it does not declare fails the test. */
  operations: readonly Operation[]
  /** Every route there is, `GET /api/v1/teams/`, without those that come along with others. */
  routes: readonly string[]
  /** Where the server's database is, as its login role. */
  address: DatabaseAddress
  /** As superuser of the database, past row-level security. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  ledger(kind: string, id: number): Promise<LedgerRow[]>
  close(): Promise<void>
}

let databases = 0

/**
 * A database of its own: where it is for the product, and how to look past row-level security.
 * @param isMigrated false for an empty one
 */
export async function createDatabase(isMigrated = true) {
  const { superuser, login, template } = inject('cluster')
  const database = `${template}_${process.pid}_${databases++}`
  const maker = new pg.Client(superuser)
  await maker.connect()
  const from = isMigrated ? template : 'template0'
  await maker.query(`create database ${database} template ${from} owner ${login.user}`)
  await maker.end()
  const inspector = new pg.Pool({
    ...superuser,
    ...(superuser.connectionString ? withDatabase(superuser.connectionString, database) : { database }),
    max: 2,
  })
  inspector.on('error', () => {})
  const address: DatabaseAddress = { ...login, database }
  return { address, inspector }
}

/** One server for a test file: started before its first test, closed after its last. */
export function useTestServer(changed?: Partial<RuntimeConfig>): () => TestServer {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(changed)
  })
  afterAll(() => server?.close())
  return () => server
}

/** A server of its own on a database of its own, listening on a free port. Close it in afterAll. */
export async function startTestServer(changed: Partial<RuntimeConfig> = {}): Promise<TestServer> {
  const { address, inspector } = await createDatabase()
  const clock = new FakeClock()
  const lines: string[] = []
  const log = createLogger('info', { write: (line) => void lines.push(line) })
  const runtime = await startRuntime({ ...TEST_CONFIG, ...changed }, address, log, clock)
  const url = await runtime.app.listen({ port: 0, host: '127.0.0.1' })
  const operations = readOperations(runtime.app.swagger())
  const check = refuseUndeclared(operations)
  const sql: TestServer['sql'] = async (text, values) => (await inspector.query(text, values)).rows

  const newTenant = async (): Promise<TestTenant> => {
    const username = unique('admin')
    const administrator = {
      username,
      email: `${username}@example.org`,
      password: PASSWORD,
      isSuperuser: false,
    }
    const { organizationId, userId } = await createTenant(runtime.app.door, {
      name: unique('Tenant'),
      administrator,
    })
    const admin = Object.assign(await workOn(url, username, check), { userId, username })
    return {
      organizationId,
      administrator: admin,
      person: (...roles) => makePerson(admin, roles),
      limitedPerson: (clientIds, ...roles) => makePerson(admin, roles, clientIds),
    }
  }
  return {
    url,
    clock,
    door: runtime.app.door,
    log: () => lines.join(''),
    tenant: await newTenant(),
    newTenant,
    anonymous: new Client(url, null, check),
    operations,
    routes: runtime.app.routes
      .map(({ method, url }) => `${method} ${url}`)
      .filter((route) => !/^(HEAD|OPTIONS) /.test(route)),
    address,
    sql,
    ledger: (kind, id) =>
      sql(
        `select * from app.ledger where subject_kind = $1 and (subject_id = $2 or $2 = any(subject_ids)) order by id`,
        [kind, id],
      ),
    close: async () => {
      await runtime.close()
      await inspector.end()
    },
  }
}

/** In letters alone: a row of digits would look like somebody's number, which not everybody may search for. */
export const unique = (word: string) =>
  `${word}-${randomBytes(4)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`

export async function signIn(
  url: string,
  username: string,
  password = PASSWORD,
  check?: Check,
): Promise<Client> {
  const { status, body } = await new Client(url).post('/api/v1/auth/login/', { username, password })
  if (status !== 200) throw new Error(`${username} could not sign in: ${JSON.stringify(body)}`)
  return new Client(url, body.access, check)
}

/** Signed in, and again whenever the test's clock has passed the token's end. */
async function workOn(url: string, username: string, check: Check) {
  const client = await signIn(url, username, PASSWORD, check)
  client.renew = async () => (await signIn(url, username)).token as string
  return client
}

async function makePerson(admin: Person, roles: string[], clientIds: number[] = []): Promise<Person> {
  const username = unique(roles[0] ?? 'nobody')
  const created = await admin.post('/api/v1/users/', {
    username,
    email: `${username}@example.org`,
    password: PASSWORD,
    roles,
    client_ids: clientIds,
  })
  if (created.status !== 201) throw new Error(`no ${username}: ${JSON.stringify(created.body)}`)
  const userId: number = created.body.id
  return Object.assign(await workOn(admin.url, username, admin.check), { userId, username })
}

/** One of the installation's superusers, at home in this tenant. */
export async function superuserOf({ sql, url }: TestServer, { person }: TestTenant): Promise<Person> {
  const superuser = await person()
  await sql('update app.users set is_superuser = true where id = $1', [superuser.userId])
  superuser.token = (await signIn(url, superuser.username)).token
  return superuser
}

function withDatabase(connectionString: string, database: string) {
  const url = new URL(connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

/** Waits until a look gives something; fails with what was waited for when patience is at its end. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | null | false>,
  ms = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`still waiting for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

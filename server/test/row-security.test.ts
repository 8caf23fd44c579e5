import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROW_SECURITY_LINT } from '../src/app/schema-gap.ts'
import { systemContext } from '../src/platform/context.ts'
import { createPools, type Pools } from '../src/platform/database.ts'
import { createDoor, type Door } from '../src/platform/unit-of-work.ts'
import { FakeClock } from './fakes/clock.ts'
import { createDatabase } from './harness.ts'

let inspector: pg.Pool
let pools: Pools
let door: Door

beforeAll(async () => {
  const database = await createDatabase()
  inspector = database.inspector
  pools = createPools(database.address, { size: 2, name: 'test' })
  door = createDoor({
    pools,
    clock: new FakeClock(),
    events: new Map(),
    subscribers: new Map(),
    onCommit: () => {},
  })
})
afterAll(async () => {
  await pools.end()
  await inspector.end()
})

test('the schema has no gap that the linter knows', async () => {
  expect((await inspector.query(ROW_SECURITY_LINT)).rows).toEqual([])
})

const TENANT = `(select nullif(current_setting('app.organization_id', true), '')::bigint)`
const planted: [rule: string, plant: string][] = [
  ['L1', 'create table app.planted (organization_id bigint not null)'],
  ['L1', 'alter table app.incidents no force row level security'],
  ['L2', 'drop policy tenant on app.clients'],
  [
    'L3',
    `alter policy tenant on app.sites rename to kept; drop policy kept on app.sites;
          create policy planted on app.sites using (organization_id = ${TENANT})`,
  ],
  ['L4', 'create policy planted on app.teams for select using (true)'],
  ['L4', `create policy planted on app.users to app_relay using (true) with check (true)`],
  [
    'L5',
    `create unique index on app.teams (id); alter table app.incidents add foreign key (team_id) references app.teams (id)`,
  ],
  ['L6', 'create unique index planted on app.clients (code)'],
  ['L7', 'create view app.planted as select * from app.incidents'],
  ['L8', 'create materialized view app.planted as select 1; grant select on app.planted to app_rw'],
  ['L9', `grant select on app.ledger_${new Date().toISOString().slice(0, 7).replace('-', '_')} to app_rw`],
  ['L10', 'grant truncate on app.alerts to app_rw'],
  ['L11', 'alter table app.incidents owner to app_rw'],
  [
    'L12',
    `create function app.planted() returns int language sql security definer as 'select 1';
           revoke execute on function app.planted() from public`,
  ],
  [
    'L13',
    `create type app.mood as enum ('good'); alter table app.teams add mood app.mood; create index on app.teams (organization_id, mood)`,
  ],
  ['L14', `create table app.planted (organization_id bigint); call app.protect('app.planted')`],
  ['L15', 'grant select on auth.credentials to app_rw'],
  ['L15', 'grant select on search.documents to app_relay'],
  [
    'L16',
    `create function auth.planted() returns int language sql security definer set search_path = pg_catalog as 'select 1'`,
  ],
  ['L17', 'create table app.planted (id int); grant insert on app.planted to app_rw'],
  ['L18', 'grant select on app.users to app_relay'],
  ['L19', 'grant update on app.ledger to app_rw'],
]

test.each(planted)('the linter reports %s when it is planted: %s', async (rule, plant) => {
  const client = await inspector.connect()
  try {
    await client.query('begin')
    await client.query(plant)
    const { rows } = await client.query(ROW_SECURITY_LINT)
    expect(rows.map((row) => row.rule.split(' ')[0])).toContain(rule)
  } finally {
    await client.query('rollback')
    client.release()
  }
})

const newClient = (organizationId: number, name: string) =>
  sql<{
    id: number
  }>`insert into clients (organization_id, name) values (${organizationId}, ${name}) returning id`

test('a tenant sees its own rows only, and writes no other tenant’s', async () => {
  const ours = systemContext(501, 'test')
  const theirs = systemContext(502, 'test')
  const { id } = await door.write(theirs, (tx) => tx.one(newClient(502, 'Theirs')))
  const seen = await door.read(ours, (tx) => tx.all(sql`select id from clients where id = ${id}`))
  expect(seen).toEqual([])
  const touched = await door.write(ours, (tx) =>
    tx.run(sql`update clients set name = 'Mine' where id = ${id}`),
  )
  expect(touched).toBe(0)
  await expect(door.write(ours, (tx) => tx.one(newClient(502, 'Smuggled')))).rejects.toMatchObject({
    code: '42501',
  })
})

test('a reference to another tenant’s row cannot be stored', async () => {
  const { id } = await door.write(systemContext(503, 'test'), (tx) => tx.one(newClient(503, 'Theirs')))
  const site = sql`insert into sites (organization_id, client_id, name) values (504, ${id}, 'Here')`
  await expect(door.write(systemContext(504, 'test'), (tx) => tx.run(site))).rejects.toMatchObject({
    code: '23503',
  })
})

test('a transaction without a tenant sees no row of any tenant table and inserts none', async () => {
  await door.write(systemContext(505, 'test'), (tx) => tx.one(newClient(505, 'Somebody’s')))
  const { rows: tables } = await inspector.query(`select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`)
  expect(tables.length).toBeGreaterThan(10)
  const client = await pools.main.connect()
  try {
    await client.query('begin; set local role app_rw')
    for (const { name } of tables) {
      const { rows } = await client.query(`select count(*) as n from app.${name}`)
      expect({ name, n: rows[0].n }).toEqual({ name, n: 0 })
    }
    const insert = client.query(`insert into app.clients (organization_id, name) values (505, 'Nobody’s')`)
    await expect(insert).rejects.toMatchObject({ code: '42501' })
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('a tenant is set for one transaction only', async () => {
  await door.read(systemContext(506, 'test'), (tx) => tx.all(sql`select 1`))
  const { rows } = await pools.main.query(
    `select current_setting('app.organization_id', true) as left_over, current_user as who`,
  )
  expect(rows[0].left_over ?? '').toBe('')
  expect(rows[0].who).toBe('app_rw')
})

test('app_rw is neither superuser nor owner, cannot log in, and cannot read a partition past its parent', async () => {
  const { rows } = await inspector.query(`select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole,
    exists (select from pg_class where relowner = pg_roles.oid) as owns from pg_roles where rolname = 'app_rw'`)
  expect(rows).toEqual([
    { rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false, owns: false },
  ])
  const { rows: partitions } =
    await inspector.query(`select relname from pg_class where relispartition and relkind = 'r'
    and relnamespace = 'app'::regnamespace`)
  const past = sql`select 1 from ${sql.table(partitions[0].relname)}`
  await expect(door.read(systemContext(507, 'test'), (tx) => tx.all(past))).rejects.toMatchObject({
    code: '42501',
  })
})

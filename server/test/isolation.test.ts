import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { resources } from '../src/app/modules.ts'
import { incidents } from '../src/modules/incidents/incident.schema.ts'
import { openLive } from '../src/modules/noc/live/live.fixtures.ts'
import { systemContext } from '../src/platform/context.ts'
import { type Answer, Client } from './client.ts'
import { eventually, type Person, type TestTenant, unique, useTestServer } from './harness.ts'
import { type Attempt, attemptsOn } from './isolation/attempts.ts'
import { readCallables } from './isolation/document.ts'
import { CANARY, inAnHour, makeRecords, type Records } from './isolation/records.ts'
import { fingerprint, refusedTo, spyOut } from './isolation/spy.ts'

// Every operation of the API’s document is tried with the ids and the words of another tenant, by each kind of stranger; one for
// which no attempt can be made stops the run. Below stands that the matrix sees what it should: faults planted on purpose.

const server = useTestServer()
let victim: TestTenant
let foreign: Records
let attempts: Attempt[]
const strangers: Record<string, Person> = {}
const insiders: Record<string, Person> = {}
/** Of the victim's administrator, whose scopes are all the rights to see. */
let reader: Person

beforeAll(async () => {
  const { tenant, newTenant, anonymous } = server()
  victim = await newTenant()
  foreign = await makeRecords(server(), victim, true)
  const own = await makeRecords(server(), tenant, false)
  const callables = readCallables((await anonymous.get('/api/schema/')).body)
  attempts = attemptsOn(callables, own, foreign)
  strangers.administrator = tenant.administrator
  for (const role of ['agent', 'noc_operator', 'end_user']) strangers[role] = await tenant.person(role)
  strangers.nobody = await tenant.person()
  strangers.program = await programOf(tenant.administrator, () => true)
  reader = await programOf(victim.administrator, (right) => /[.:]view(_all)?$/.test(right))
  insiders.end_user = await victim.person('end_user')
  insiders.nobody = await victim.person()
})

/** A program that speaks by an API token of somebody, within some of their rights. */
async function programOf(owner: Person, isInScope: (right: string) => boolean): Promise<Person> {
  const { permissions } = (await owner.get('/api/v1/users/me/')).body
  const scopes = permissions.filter(isInScope)
  const body = { name: unique('program'), scopes, expires_at: inAnHour(server()) }
  const made = await owner.post('/api/v1/api-tokens/', body)
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return Object.assign(new Client(owner.url, made.body.token, owner.check), {
    userId: owner.userId,
    username: owner.username,
  })
}

/** Nothing that was tried may depend on what is still on its way into the stream. */
const settle = () =>
  eventually('the seals', async () => {
    const [row] = await server().sql<{ n: number }>(
      'select (select count(*) from app.ledger) - (select count(*) from app.ledger_seals) as n',
    )
    return Number(row?.n) === 0
  })

const asStranger = (person: Person, of: readonly Attempt[] = attempts) => spyOut(person, of, refusedTo)

/** Who is of the tenant but has no right is refused by name, or sees nothing of others. */
const asInsider = (person: Person, of: readonly Attempt[] = attempts) =>
  spyOut(
    person,
    of.filter(({ by }) => by !== 'body'),
    (attempt, { status }) => {
      if (attempt.by !== 'path') return status < 500 ? undefined : 'failed'
      return status === 403 || status === 404 ? undefined : 'was let in without the right'
    },
  )

test('no operation, called with ids and words of another tenant by whomever, shows or changes anything of it', async () => {
  await settle()
  const before = await fingerprint(server(), victim.organizationId)
  const findings: string[] = []
  for (const [kind, person] of Object.entries(strangers))
    findings.push(...(await asStranger(person)).map((finding) => `${kind}: ${finding}`))
  expect(findings).toEqual([])
  await settle()
  expect(await fingerprint(server(), victim.organizationId)).toEqual(before)
  expect(new Set(attempts.map(({ operation }) => operation)).size).toBeGreaterThan(130)
}, 300_000)

test('who belongs to the tenant and has no right there is let into nothing, and shown nothing of others', async () => {
  const findings = [
    ...(await asInsider(insiders.nobody as Person)),
    ...(await asInsider(insiders.end_user as Person)),
  ]
  expect(findings).toEqual([])
}, 300_000)

test('a token that may only see changes nothing, of whatever noun', async () => {
  const changing = attempts.filter(({ method, by }) => method !== 'GET' && by === 'path')
  const seeing = attempts.filter(
    ({ method, operation }) => method === 'GET' && operation === 'GET /api/v1/teams/',
  )
  expect(changing.length).toBeGreaterThan(60)
  const judge = (_: Attempt, { status }: Answer) => (status === 403 ? undefined : 'was let in')
  expect(
    (await spyOut(reader, changing, judge)).filter((finding) => !finding.includes('a foreign text')),
  ).toEqual([])
  expect(await spyOut(reader, seeing, judge), 'it does see').not.toEqual([])
}, 300_000)

test('a stranger’s live stream carries no byte of another tenant', async () => {
  const { administrator } = server().tenant
  const live = await openLive(administrator.url, administrator.token)
  for (const topic of ['incidents', 'alerts', 'clients', 'sites', 'users']) await live.sub(topic)
  await victim.administrator.patch(`/api/v1/incidents/${foreign.get('/api/v1/incidents/')}/`, {
    title: `${CANARY} ${unique('again')}`,
  })
  const own = await administrator.post('/api/v1/incidents/', { title: unique('Own') })
  await live.event(({ k, eid }) => k === 'incident' && eid === own.body.id)
  expect(JSON.stringify(live.frames)).not.toContain(CANARY)
  await live.close()
})

/** What full text, which row-level security does not hold, finds of a foreign word for a stranger. */
const foreignMatches = () =>
  server().door.read(systemContext(server().tenant.organizationId, 'test'), (tx) =>
    tx.all(
      sql`select kind, found.id from unnest(${kinds()}::text[]) kind, search.matches(kind, ${CANARY.toLowerCase()}, 10, true) found (id)`,
    ),
  )
const kinds = () => resources.flatMap(({ list }) => list.search ?? [])

test('the full text of another tenant answers no search', async () => {
  expect(await foreignMatches()).toEqual([])
})

test('each word that is searched stands on the shelf of its tenant and kind', async () => {
  const [words] = await server().sql(
    `select count(*)::int as n, count(*) filter (where starts_with(word, search.shelf(organization_id, kind)))::int as shelved
      from search.documents, unnest(tsvector_to_array(words) || tsvector_to_array(public_words)) word`,
  )
  expect(words?.n).toBeGreaterThan(0)
  expect(words?.shelved).toBe(words?.n)
})

describe('the matrix sees', () => {
  const lists = (path: string) => attempts.filter(({ operation }) => operation.startsWith(`GET ${path}`))
  const administrator = () => strangers.administrator as Person

  test('the policy of one table dropped', async () => {
    await server().sql('alter table app.clients disable row level security')
    expect(await asStranger(administrator(), lists('/api/noc/clients/'))).not.toEqual([])
    await server().sql('alter table app.clients enable row level security')
    expect(await asStranger(administrator(), lists('/api/noc/clients/'))).toEqual([])
  })

  test('one predicate of row visibility removed', async () => {
    const { visible } = incidents.source
    incidents.source.visible = () => undefined
    const found = await asInsider(insiders.end_user as Person, lists('/api/v1/incidents/'))
    if (visible) incidents.source.visible = visible
    expect(found).not.toEqual([])
    expect(await asInsider(insiders.end_user as Person, lists('/api/v1/incidents/'))).toEqual([])
  })

  test('a definer function without its filter', async () => {
    const [{ source } = { source: '' }] = await server().sql<{ source: string }>(
      `select pg_get_functiondef('search.matches(text, text, integer, boolean)'::regprocedure) as source`,
    )
    const open = source
      .replace('organization_id = (select app.current_organization()) and ', '')
      .replace('shelf(app.current_organization(),', `shelf(${victim.organizationId},`)
    expect(open).not.toBe(source)
    await server().sql(open)
    expect(await foreignMatches()).not.toEqual([])
    await server().sql(source)
    expect(await foreignMatches()).toEqual([])
  })
})

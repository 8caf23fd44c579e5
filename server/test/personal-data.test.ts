import { beforeAll, expect, test } from 'vitest'
import { resources } from '../src/app/modules.ts'
import { openLive } from '../src/modules/noc/live/live.fixtures.ts'
import { findAlert, newSource, type TestSource } from './alerts.ts'
import { expectProblem } from './contract/world.ts'
import { type Person, unique, useTestServer } from './harness.ts'
import { readCallables } from './isolation/document.ts'
import { collectionOf } from './isolation/records.ts'

// An address and a number stand in every text that people and sources can write. Whoever has no pii:view crawls everything
// that can be read, and meets neither; who has it meets both, so that the crawl is known to come past them.

const EMAIL = 'canary.person@example.org'
const PHONE = '+49 151 77712345'
const TEXT = `ask ${EMAIL} or ${PHONE}`

const server = useTestServer()
let masked: Person
let source: TestSource
const records = new Map<string, number>()

async function made(path: string, body: Record<string, unknown>) {
  const answer = await server().tenant.administrator.post(path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  records.set(path, answer.body.id)
  return answer.body.id as number
}

beforeAll(async () => {
  const { tenant } = server()
  masked = await tenant.person('noc_operator')
  await made('/api/v1/teams/', { name: unique('Team'), email: EMAIL, description: TEXT })
  await made('/api/v1/users/', { username: EMAIL, email: EMAIL, display_name: TEXT })
  await made('/api/noc/clients/', { name: TEXT })
  await made('/api/noc/sites/', { name: TEXT, client_id: records.get('/api/noc/clients/') })
  await made('/api/v1/configuration-items/', { name: TEXT })
  source = await newSource(server(), tenant)
  const labels = { alertname: TEXT, severity: 'critical', contact: EMAIL, phone: '4915177712345' }
  await source.push({ labels, annotations: { description: TEXT, [EMAIL]: PHONE } })
  const alert = await findAlert(tenant, TEXT)
  records.set('/api/noc/alerts/', alert.id)
  const assignee = { user_id: records.get('/api/v1/users/'), comment: TEXT }
  await tenant.administrator.post(`/api/noc/alerts/${alert.id}/assign/`, assignee)
  const incident_id = await made('/api/noc/incidents/', { alert_ids: [alert.id], title: TEXT })
  records.set('/api/v1/incidents/', incident_id)
  await tenant.administrator.patch(`/api/v1/incidents/${incident_id}/`, { description: TEXT })
  await made('/api/v1/incident-comments/', { incident_id, body: TEXT })
  await made('/api/v1/incident-workarounds/', { incident_id, steps: TEXT })
  const link = { incident_id, type: 'caused_by', change_reference: EMAIL, note: TEXT }
  await made('/api/v1/incident-links/', link)
  const resolution = { resolution_code: 'fixed', resolution_notes: TEXT }
  await tenant.administrator.post(`/api/v1/incidents/${incident_id}/resolve/`, resolution)
})

/** Every address that can be read and whose record was made, with what was shown there. */
async function crawl(person: Person) {
  const callables = readCallables((await server().anonymous.get('/api/schema/')).body)
  const shown = new Map<string, string>()
  for (const { method, path } of callables) {
    if (method !== 'GET' || /\/(stream|changes|me)\/$/.test(path)) continue
    const id = records.get(collectionOf(path))
    if (path.includes('{id}') && id === undefined) continue
    const { body } = await person.get(path.replace('{id}', String(id)))
    shown.set(path, JSON.stringify(body))
  }
  return shown
}

const holding = (shown: ReadonlyMap<string, string>) =>
  [...shown].flatMap(([path, text]) => (/canary|77712345|canary\.person/.test(text) ? [path] : []))

test('whoever has no pii:view reads neither address nor number of anybody, wherever they look', async () => {
  const shown = await crawl(masked)
  expect(holding(shown)).toEqual([])
  expect(shown.get('/api/noc/alerts/{id}/')).toContain('c***@example.org')
  expect(shown.get('/api/noc/alerts/{id}/')).toContain('+49 *** ** 45')
})

test('who has pii:view reads them in every noun', async () => {
  const paths = holding(await crawl(server().tenant.administrator))
  for (const collection of records.keys()) expect(paths).toContain(`${collection}{id}/`)
})

test('what is told live is masked as what is read', async () => {
  const { administrator } = server().tenant
  const [hidden, open] = await Promise.all(
    [masked, administrator].map(({ url, token }) => openLive(url, token)),
  )
  for (const live of [hidden, open]) {
    await live?.sub('alerts', { snapshot: { limit: 100 } })
    await live?.sub('incidents', { snapshot: { limit: 100 } })
  }
  await source.push({ labels: { alertname: `again: ${TEXT}`, contact: EMAIL } })
  for (const live of [hidden, open]) await live?.event(({ k, op }) => k === 'alert' && op === 'upsert')
  expect(JSON.stringify(open?.frames)).toContain(EMAIL)
  expect(JSON.stringify(hidden?.frames)).not.toMatch(/canary|77712345/)
  await Promise.all([hidden?.close(), open?.close()])
})

test.each([
  '/api/v1/users/?email=canary.person@example.org',
  '/api/v1/users/?email__icontains=x',
  '/api/noc/alerts/?title__icontains=canary.person@',
  '/api/noc/alerts/?dedup_key=777123',
  '/api/v1/incidents/?search=canary.person@example.org',
])('what is not shown is not found out by asking: %s', async (path) => {
  expectProblem(await masked.get(path), 403)
  expect((await server().tenant.administrator.get(path)).status).toBe(200)
})

test.each([
  ['/api/v1/users/', 'canary person'],
  ['/api/noc/alerts/', 'canary person'],
  ['/api/noc/alerts/', '77712345'],
  ['/api/v1/incidents/', '151 77712'],
])('no record of %s is found by the parts of an address or number: %s', async (path, words) => {
  const found = async (by: Person) =>
    (await by.get(`${path}?search=${encodeURIComponent(words)}`)).body.results
  expect(await found(server().tenant.administrator)).not.toEqual([])
  expect((await found(masked)) ?? []).toEqual([])
})

test('no record is found by an address or number in its texts, or by a part of one, whatever the filter', async () => {
  const { administrator } = server().tenant
  const names = [
    'Anruf bei jürgen.müller@example.org',
    'Anruf bei max@müller.example',
    'Anruf bei 030 1234 5678',
    'Anruf_040 1111 2222',
    'Anruf 2024-01-02 03:04 von 10.01.12.13 (2024-01-03)',
  ]
  for (const name of names) await made('/api/noc/clients/', { name })
  const asked: [operator: string, text: string][] = [
    ...['anary.per', '1 7771', 'jürgen.mü', 'max', '1234 56', '1111 2'].map((part): [string, string] => [
      '__icontains',
      part,
    ]),
    ['', 'Anruf bei 030 1234 5678'],
    ['__in', 'Anruf bei 030 1234 5677,Anruf bei 030 1234 5678'],
  ]
  const queries = resources.flatMap(({ path, list: { filters, personal } }) =>
    Object.keys(filters)
      .filter((field) => filters[field]?.icontains && personal?.fields[field] === 'text')
      .flatMap((field) =>
        asked.map(([operator, text]) => `${path}/?${field}${operator}=${encodeURIComponent(text)}`),
      ),
  )
  const finding = async (by: Person) => {
    const found: string[] = []
    for (const query of queries) {
      const { status, body } = await by.get(query)
      expect([query, status]).toEqual([query, body.results || by === administrator ? 200 : 403])
      if (body.count > 0) found.push(query)
    }
    return found
  }
  const open = await finding(administrator)
  for (const [operator, text] of asked)
    expect(open).toContain(`/api/noc/clients/?name${operator}=${encodeURIComponent(text)}`)
  expect(await finding(masked)).toEqual([])
  const { body } = await masked.get('/api/noc/clients/?name__icontains=anruf')
  expect(body.count).toBe(names.length)
  // What is neither address nor number is asked for like anything else.
  for (const query of [
    `name=${encodeURIComponent(names[4] ?? '')}`,
    'name__icontains=01-02 03:04 von 10.01.12',
  ])
    expect((await masked.get(`/api/noc/clients/?${query}`)).body.count, query).toBe(1)
})

test('a record whose text is an address and nothing else is found by those alone who may see it', async () => {
  await made('/api/noc/clients/', { name: 'solely.anaddress@example.org' })
  const found = async (by: Person) => (await by.get('/api/noc/clients/?search=solely anaddress')).body.count
  expect([await found(server().tenant.administrator), await found(masked)]).toEqual([1, 0])
})

test('a cursor carries nothing that its reader may not see, and leads on all the same', async () => {
  const seen: number[] = []
  let next: string | null = '/api/v1/users/?ordering=username&cursor=&page_size=1'
  while (next) {
    const { body } = await masked.get(next.replace(/^https?:\/\/[^/]+/, ''))
    expect(
      Buffer.from(new URL(body.next ?? 'http://x').searchParams.get('cursor') ?? '', 'base64url').toString(),
    ).not.toContain('@')
    seen.push(...body.results.map(({ id }: { id: number }) => id))
    next = body.next
  }
  const { body } = await server().tenant.administrator.get('/api/v1/users/?ordering=username&page_size=100')
  expect(seen).toEqual(body.results.map(({ id }: { id: number }) => id))
})

test('texts may be asked for words that tell of nobody', async () => {
  for (const path of ['/api/noc/alerts/?title__icontains=disk', '/api/v1/users/?ordering=display_name'])
    expect((await masked.get(path)).status).toBe(200)
})

test('who reports an incident reads what was written to them', async () => {
  const reporter = await server().tenant.person('end_user')
  const { body } = await reporter.post('/api/v1/incidents/', { title: 'Printer', description: TEXT })
  expect((await reporter.get(`/api/v1/incidents/${body.id}/`)).body.description).toBe(TEXT)
})

test('logs hold neither', () => {
  expect(server().log()).not.toMatch(/canary|77712345/)
})

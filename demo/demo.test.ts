import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, readDemo, removeDemo } from './folder.ts'
import { linksOf } from './links.ts'
import { type Hand, peopleOf, send } from './people.ts'
import { nocStorm, stayingOf } from './scenarios/noc-storm.ts'
import { preparePlay } from './scenarios/scenario.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const INCIDENTS = 120
interface Page<Row = Record<string, unknown>> {
  count: number
  results: Row[]
}
interface Incident {
  number: string
  title: string
  status: string
  priority: number
  created_at: string
  updated_at: string
  resolved_at: string | null
}

let parent: string
let folder: string
let process_: Running
let demo: Demo & { url: string }
let admin: Hand

interface Running {
  /** Until it says so. */
  ready: Promise<void>
  output(): string
  stop(): Promise<number | null>
}

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'watchdesk-demo-'))
  folder = join(parent, 'data')
  process_ = runDemo('--incidents', String(INCIDENTS))
  await process_.ready
  demo = (await readDemo(folder)) as typeof demo
  admin = peopleOf(demo)('admin')
})
afterAll(async () => {
  await process_?.stop()
  await removeDemo(folder)
  await rm(parent, { recursive: true, force: true })
})

/** The command as users give it. */
function runDemo(...words: string[]): Running {
  const env = { ...process.env, WATCHDESK_DEMO_DIR: folder, PORT: undefined }
  const child = spawn(process.execPath, ['demo/main.ts', '--speed', '4', ...words], { cwd: ROOT, env })
  let output = ''
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output += chunk
      if (output.includes('Ctrl-C ends it')) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    ended.then(() => reject(new Error(`it ended before it was ready:\n${output}`)))
  })
  const stop = () => {
    child.kill('SIGINT')
    return ended
  }
  return { ready, output: () => output, stop }
}

const all = async <Row>(path: string): Promise<Row[]> => {
  const rows: Row[] = []
  for (let page = 1; ; page++) {
    const { results, count } = await admin.get<Page<Row>>(`${path}&page=${page}&page_size=100`)
    rows.push(...results)
    if (rows.length >= count || results.length === 0) return rows
  }
}

test('one command leads to a running product with a company, its year, and names to sign in with', async () => {
  expect(process_.output()).toMatch(/The demo is ready at http:\/\/127\.0\.0\.1:\d+/)
  expect(process_.output()).toContain(demo.password)
  for (const name of ['mara.lindner', 'jonas.weber', 'lea.hoffmann'])
    expect(await peopleOf(demo)(name).get('/api/v1/users/me/')).toMatchObject({ username: name })
  const counts = {
    'noc/clients': 20,
    'v1/users': 49,
    'v1/teams': 6,
    'v1/configuration-items': 200,
    'noc/sites': 60,
  }
  for (const [path, least] of Object.entries(counts))
    expect((await admin.get<Page>(`/api/${path}/?page_size=1`)).count, path).toBeGreaterThanOrEqual(least)
})

test('the year fits together: statuses with their times, nothing in the future, both open and over', async () => {
  const incidents = await all<Incident>('/api/v1/incidents/?ordering=created_at')
  expect(incidents.length).toBeGreaterThanOrEqual(INCIDENTS)
  for (const { status, created_at, updated_at, resolved_at } of incidents) {
    expect(resolved_at !== null).toBe(['resolved', 'closed'].includes(status))
    const times = [created_at, resolved_at ?? updated_at, new Date(Date.now() + 5000).toISOString()]
    expect(times).toEqual(times.toSorted())
  }
  const statuses = new Set(incidents.map(({ status }) => status))
  expect([...statuses]).toEqual(expect.arrayContaining(['closed', 'resolved', 'in_progress', 'on_hold']))
  const age = Date.now() - Date.parse(incidents[0]?.created_at ?? '')
  expect(age / 86_400_000).toBeGreaterThan(300)
})

test('what the year did stands in the timeline of each incident, as of then', async () => {
  const [closed] = await all<Incident & { id: number }>(
    '/api/v1/incidents/?status=closed&ordering=created_at',
  )
  const path = `/api/v1/incidents/${closed?.id}/timeline/`
  const { results } = await admin.get<{ results: { event: string; at: string }[] }>(path)
  const events = results.map(({ event }) => event)
  expect(events).toEqual(expect.arrayContaining(['incident.created', 'incident.resolved', 'incident.closed']))
  expect(results.at(-1)?.at.slice(0, 10)).toBe(closed?.created_at.slice(0, 10))
})

test('every link that is shown leads to a page, and to records', async () => {
  const links = linksOf(demo)
  for (const { title, page, api } of links) {
    const answer = await fetch(demo.url + page, { headers: { accept: 'text/html' } })
    expect([answer.status, answer.headers.get('content-type')], title).toEqual([
      200,
      'text/html; charset=utf-8',
    ])
    const shown = await admin.get<Partial<Page> & { id?: number; cells?: object[] }>(api)
    expect(shown.count ?? shown.id ?? shown.cells?.length, title).toBeGreaterThan(0)
  }
  const major = await admin.get<object>(links.find(({ page }) => /\/\d+$/.test(page))?.api ?? '')
  expect(major).toMatchObject({ major_state: 'accepted', status: 'in_progress' })
})

test('it lives: alerts and incidents change while it runs', async () => {
  const said = () => process_.output().split('Ctrl-C ends it')[1] ?? ''
  await until(() => /(fires|is over|acknowledges): /.test(said()) && /INC-\d+/.test(said()))
})

test('a storm of a few alerts ends with those open that stay, and repeats make no second row', async () => {
  const said: string[] = []
  const since = new Date().toISOString()
  const count = 40
  await nocStorm.play(preparePlay(demo, { count, speed: 200, say: (line) => said.push(line) }))
  const ours = `integration_id=${demo.integrations['Prometheus Backbone'].id}&starts_at__gte=${since}`
  const counted = async (workflow: string) =>
    (await admin.get<Page>(`/api/noc/alerts/?${ours}&workflow=${workflow}`)).count
  expect(await counted('open')).toBe(stayingOf(count))
  expect(await counted('resolved')).toBe(count - stayingOf(count))
  const repeated = await admin.get<Page>(`/api/noc/alerts/?${ours}&occurrence_count__gte=2`)
  expect(repeated.count).toBeGreaterThan(0)
  expect(said.join('\n')).toMatch(/The storm: http\S+integration_id=/)
})

test('a second start goes on with the same data and the same password', async () => {
  const before = await admin.get<Page<Incident>>('/api/v1/incidents/?ordering=created_at&page_size=50')
  expect(await process_.stop()).toBe(0)
  expect(await readDemo(folder)).toMatchObject({ url: null, password: demo.password })
  process_ = runDemo()
  await process_.ready
  demo = (await readDemo(folder)) as typeof demo
  admin = peopleOf(demo)('admin')
  const after = await admin.get<Page<Incident>>('/api/v1/incidents/?ordering=created_at&page_size=50')
  const names = ({ results }: Page<Incident>) => results.map(({ number, title }) => `${number} ${title}`)
  expect(names(after)).toEqual(names(before))
  await send(demo.url, 'GET', '/health/ready')
})

async function until(isDone: () => boolean) {
  const end = performance.now() + 20_000
  while (!isDone()) {
    if (performance.now() > end) throw new Error(`not within 20 s:\n${process_.output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

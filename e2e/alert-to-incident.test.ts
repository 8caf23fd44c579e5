import pg from 'pg'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Api, send, signIn } from './api.ts'
import { type Session, signedIn } from './browser.ts'
import { useProduct } from './use-product.ts'

const { product, browser } = useProduct()
let api: Api
let key: string
let operator: Session
let watcher: Session
beforeAll(async () => {
  api = await signIn(product().url)
  key = (await api.post<{ key: string }>('/api/noc/integrations/', { name: 'Monitoring', kind: 'generic' }))
    .key
  operator = await signedIn(browser(), product().url)
  watcher = await signedIn(browser(), product().url)
})

const TITLES = ['Core router does not answer', 'Uplink is down', 'Power feed B lost']
const fire = (title: string, severity = 'critical') =>
  send(product().url, 'POST', `/api/ingest/generic/${key}/`, {
    dedup_key: title,
    title,
    severity,
    labels: { site: 'Frankfurt' },
  })
const row = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title })
const soon = { timeout: 15_000 }

test('an alert appears in both consoles within a second of its post, without a reload', async () => {
  for (const { page } of [operator, watcher]) await page.goto(`${product().url}/noc/alerts`)
  await watcher.page.getByText(/all quiet|no alerts yet/i).waitFor()
  await operator.page.getByText(/all quiet|no alerts yet/i).waitFor()
  await operator.page.waitForTimeout(500)
  const began = performance.now()
  await fire(TITLES[0] as string)
  await Promise.all([operator, watcher].map(({ page }) => row(page, TITLES[0] as string).waitFor(soon)))
  const took = performance.now() - began
  console.log(`post to both screens: ${Math.round(took)} ms`)
  expect(took).toBeLessThan(1000)
})

test('a key acknowledges it, and the other browser sees that', async () => {
  const { page } = operator
  await row(page, TITLES[0] as string)
    .getByText(TITLES[0] as string)
    .hover()
  await page.keyboard.press('j')
  await page.keyboard.press('a')
  await row(page, TITLES[0] as string)
    .getByText('Acknowledged')
    .waitFor(soon)
  await row(watcher.page, TITLES[0] as string)
    .getByText('Acknowledged')
    .waitFor(soon)
})

test('three selected alerts become one incident, and the other browser sees them linked', async () => {
  const { page } = operator
  for (const title of TITLES.slice(1)) await fire(title)
  await page.mouse.move(5, 5)
  for (const title of TITLES) await row(page, title).waitFor(soon)
  await page.keyboard.press('Control+a')
  await page.getByText('3 selected').waitFor(soon)
  await page.keyboard.press('Shift+M')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill('Frankfurt is dark')
  await dialog.getByRole('button', { name: /make incident/i }).click()
  await dialog.waitFor({ state: 'detached', ...soon })
  for (const title of TITLES) await row(watcher.page, title).getByText('INC-1').waitFor(soon)
})

test('resolving the incident with notes resolves all three alerts, seen live by the other browser', async () => {
  const { page } = operator
  await page.goto(`${product().url}/incidents`)
  await row(page, 'Frankfurt is dark').getByText('Frankfurt is dark').click()
  await page.getByRole('heading', { name: /Frankfurt is dark/ }).waitFor(soon)
  for (const title of TITLES) await page.getByText(title).first().waitFor(soon)
  await page
    .getByRole('button', { name: /^resolve/i })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Resolution notes').fill('Power is back')
  await chooseCode(page)
  await dialog.getByRole('button', { name: /^resolve/i }).click()
  await dialog.waitFor({ state: 'detached', ...soon })
  for (const title of TITLES) await row(watcher.page, title).waitFor({ state: 'detached', ...soon })
  const { results } = await api.get<{ results: { status: string; resolution: string }[] }>(
    '/api/noc/alerts/?incident_id=1',
  )
  expect(results.map(({ status }) => status)).toEqual(['resolved', 'resolved', 'resolved'])
})

async function chooseCode(page: Page) {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(choose|select).*resolution$|resolution$/i })
    .first()
    .click()
  await page.getByRole('option').first().click()
}

test('the ledger tells each step with its actor and what was before and after', async () => {
  const client = new pg.Client(await product().database())
  await client.connect()
  const { rows } =
    await client.query<LedgerRow>(`select event, actor_name, coalesce(subject_ids, array[subject_id])::int[] as ids,
    before, after from app.ledger where subject_kind in ('alert', 'incident') order by id`)
  await client.end()
  const steps = rows.map(({ event, actor_name }) => `${event} by ${actor_name}`)
  expect(steps).toEqual([
    ...Array(3).fill('alert.ingested by Monitoring').toSpliced(1, 0, 'alert.acknowledged by admin'),
    'incident.created by admin',
    // Of priority 1, and so by rule.
    'incident.major_proposed by admin',
    ...Array(3).fill('alert.linked by admin'),
    'incident.resolved by admin',
    ...Array(3).fill('alert.resolved by admin'),
  ])
  // Several are changed in the order of their keys.
  const of = (event: string) =>
    rows.filter((row) => row.event === event).sort((a, b) => (a.ids[0] ?? 0) - (b.ids[0] ?? 0))
  expect(of('alert.acknowledged')[0]).toMatchObject({
    ids: [1],
    before: { workflow: 'open' },
    after: { workflow: 'acknowledged' },
  })
  expect(of('alert.linked')).toEqual(
    [1, 2, 3].map((id) =>
      expect.objectContaining({ ids: [id], before: { incident_id: null }, after: { incident_id: 1 } }),
    ),
  )
  expect(of('incident.resolved')[0]).toMatchObject({
    before: { status: 'new' },
    after: { status: 'resolved', resolution_notes: 'Power is back' },
  })
  expect(
    of('alert.resolved').map(({ before, after }) => [before.workflow, after.workflow, after.resolution]),
  ).toEqual([
    ['acknowledged', 'resolved', 'incident'],
    ['open', 'resolved', 'incident'],
    ['open', 'resolved', 'incident'],
  ])
})

interface LedgerRow {
  event: string
  actor_name: string
  ids: number[]
  before: Record<string, unknown>
  after: Record<string, unknown>
}

test('no page complained on its console', () => {
  expect([...operator.complaints, ...watcher.complaints]).toEqual([])
})

import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Api, signIn } from './api.ts'
import { type Session, signedIn } from './browser.ts'
import { PASSWORD } from './server.ts'
import { useProduct } from './use-product.ts'

interface Record {
  id: number
  number: string
}

const { product, browser } = useProduct()
let api: Api
let agent: Session
let requester: Session
let door: Record
let eveId: number
beforeAll(async () => {
  api = await signIn(product().url)
  const eve = { username: 'eve', display_name: 'Eve Martín', email: 'eve@example.org' }
  const created = { ...eve, password: PASSWORD, roles: ['end_user'] }
  eveId = (await api.post<Record>('/api/v1/users/', created)).id
  const own = await signIn(product().url, 'eve')
  door = await own.post<Record>('/api/v1/incidents/', { title: 'The door does not open', urgency: 2 })
  agent = await signedIn(browser(), product().url)
  requester = await signedIn(browser(), product().url, { username: 'eve' })
})

const soon = { timeout: 15_000 }
const open = ({ page }: Session, { id }: Record) => page.goto(`${product().url}/incidents/${id}`)
/** The line below the title: priority, status and what it waits for. */
const standing = (page: Page) => page.getByRole('heading', { level: 1 }).locator('xpath=ancestor::header')
const press = (where: Page | Locator, name: string) =>
  where.getByRole('button', { name, exact: true }).first().click()
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name })

async function choose(page: Page, field: RegExp, option: string) {
  await page.getByRole('dialog').getByRole('button', { name: field }).click()
  await page.getByRole('option', { name: option }).click()
}

async function find(page: Page, field: string, typed: string) {
  await page.getByRole('dialog').getByRole('combobox', { name: field }).fill(typed)
  await page.getByRole('option').filter({ hasText: typed }).first().click()
}

test('what the agent asks reaches the requester, and their answer resumes the incident by itself', async () => {
  await open(agent, door)
  await open(requester, door)
  await press(agent.page, 'Acknowledge')
  await standing(agent.page).getByText('In progress').waitFor(soon)
  await press(agent.page, 'Put on hold')
  await choose(agent.page, /Hold reason/, 'Waiting for the requester')
  await agent.page.getByRole('dialog').getByLabel('Message to the requester').fill('Which door is it?')
  await press(agent.page.getByRole('dialog'), 'Put on hold')
  await standing(agent.page).getByText('Waiting for the requester').waitFor(soon)

  await requester.page.getByText('Which door is it?').waitFor(soon)
  await standing(requester.page).getByText('On hold').waitFor(soon)
  await requester.page.getByLabel('Your reply').fill('The one to the roof.')
  await press(requester.page, 'Send reply')

  await agent.page.getByText('The one to the roof.').waitFor(soon)
  await standing(agent.page).getByText('In progress').waitFor(soon)
  await tab(agent.page, /History/).click()
  await agent.page.getByText('resumed work because the requester replied').waitFor(soon)
})

test('a file that the requester attaches is there for the agent at once, and is downloaded as it was', async () => {
  const content = Buffer.from('door 4: no answer from the reader\n')
  await tab(requester.page, /Files/).click()
  const attach = { name: 'reader.log', mimeType: 'text/plain', buffer: content }
  await requester.page.locator('input[type=file]').setInputFiles(attach)
  await requester.page.getByRole('button', { name: 'Download reader.log' }).waitFor(soon)

  await tab(agent.page, /Files 1/).click(soon)
  const downloading = agent.page.waitForEvent('download')
  await press(agent.page, 'Download reader.log')
  const download = await downloading
  expect(download.suggestedFilename()).toBe('reader.log')
  expect(await readFile(await download.path())).toEqual(content)
})

test('a child follows its parent into the resolution, and both say so', async () => {
  const child = await api.post<Record>('/api/v1/incidents/', { title: 'The gate does not open either' })
  await tab(agent.page, /Related/).click()
  await press(agent.page, 'Add child')
  await find(agent.page, 'Incident', child.number)
  await press(agent.page.getByRole('dialog'), 'Add child')
  await agent.page.getByRole('link', { name: /The gate does not open either/ }).waitFor(soon)

  await press(agent.page, 'Resolve')
  const dialog = agent.page.getByRole('dialog')
  await choose(agent.page, /Resolution/, 'Fixed')
  await dialog.getByLabel('Resolution notes').fill('The reader has power again.')
  expect(await dialog.getByRole('checkbox', { name: 'Resolve its open child with it' }).isChecked()).toBe(
    true,
  )
  await press(dialog, 'Resolve')
  await dialog.waitFor({ state: 'detached', ...soon })
  await standing(requester.page).getByText('Resolved').waitFor(soon)

  await agent.page.getByRole('link', { name: /The gate does not open either/ }).click()
  await standing(agent.page).getByText('Resolved').waitFor(soon)
  await standing(agent.page).getByText(`Child of ${door.number}`).waitFor(soon)
  await tab(agent.page, /History/).click()
  await agent.page.getByText(`resolved it together with ${door.number}`).waitFor(soon)
})

test('what is critical is proposed as a major incident by rule; once accepted its requester hears of it', async () => {
  const outage = { title: 'Nobody can sign in', impact: 1, urgency: 1, requester_id: eveId }
  const major = await api.post<Record>('/api/v1/incidents/', outage)
  await open(agent, major)
  await open(requester, major)
  await requester.page.getByRole('heading', { name: 'Nobody can sign in' }).waitFor(soon)
  expect(await requester.page.getByText('Proposed as a major incident').count()).toBe(0)

  const proposal = agent.page.getByRole('region', { name: 'Proposed as a major incident' })
  await proposal.getByText('By rule').waitFor(soon)
  await press(proposal, 'Accept')
  const dialog = agent.page.getByRole('dialog')
  await find(agent.page, 'Commander', 'admin')
  await dialog.getByLabel('Audience').fill('Everybody')
  await press(dialog, 'Accept')
  await dialog.waitFor({ state: 'detached', ...soon })
  const accepted = agent.page.getByRole('region', { name: 'Major incident' })
  await accepted.getByText('every 30 minutes').waitFor(soon)
  await requester.page.getByRole('region', { name: 'Major incident' }).waitFor(soon)
  expect(await requester.page.getByRole('button', { name: 'Change plan' }).count()).toBe(0)
})

test('no page complained on its console', () => {
  expect([...agent.complaints, ...requester.complaints]).toEqual([])
})

test('a file that is not what its name says is refused beside its name', async () => {
  const { page } = requester
  await tab(page, /Files/).click()
  const content = Buffer.from('no picture at all')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: content })
  await page
    .getByRole('alert')
    .getByText(/is called \.png/)
    .waitFor(soon)
  expect(await page.getByRole('button', { name: 'Download door.png' }).count()).toBe(0)
})

import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { App } from '../../app/app.tsx'
import { session } from '../../lib/api/client.ts'
import { fakeApi, json, refusal, tokensFor } from '../../test/fake-api.ts'

class SilentSocket {
  close() {}
}
beforeEach(() => {
  vi.stubGlobal('WebSocket', SilentSocket)
  // The grid draws what there is room for.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1400)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800)
})
afterEach(async () => {
  fakeApi({ '/logout/': () => json({}) })
  await session.signOut()
  history.replaceState(null, '', '/')
})

const shared = {
  at: '2026-01-01T00:00:00Z',
  actor_kind: 'user',
  actor_id: 4,
  actor_name: 'Ana',
  subject_kind: 'incident',
  subject_id: 7,
  subject_label: 'INC-7',
  request_id: 'a1',
  address: '10.0.0.1',
}
const change = {
  ...shared,
  id: 90,
  event: 'incident.priority_overridden',
  subject_ids: null,
  before: { priority: 3, reason: null },
  after: { priority: 1, reason: 'The fair' },
}
const read = {
  ...shared,
  id: 12,
  action: 'list',
  subject_id: null,
  subject_label: null,
  query: { status: 'open' },
}
const page = (results: unknown[]) => json({ next: null, previous: null, results })

function open(address = '/audit', answers: Parameters<typeof fakeApi>[0] = {}, permissions = ['audit.view']) {
  const { access, user } = tokensFor('token')
  history.replaceState(null, '', address)
  const server = fakeApi({
    '/refresh/': () => json({ access, user: { ...user, permissions } }),
    ...answers,
    '/audit-logs/': answers['/audit-logs/'] ?? (() => page([change])),
    '/access-logs/': answers['/access-logs/'] ?? (() => page([read])),
  })
  render(<App />)
  return server
}
const queriesTo = (server: ReturnType<typeof fakeApi>, path: string) =>
  server.to(path).map(({ url }) => new URL(url).searchParams)

test('a change is listed with who, what and which record, and opens with each field before and after', async () => {
  open()
  const deed = await screen.findByText('Priority overridden')
  for (const shown of ['Ana', 'Incident INC-7', 'priority, reason', '10.0.0.1'])
    expect(screen.getByText(shown)).toBeTruthy()
  await userEvent.click(deed)
  const dialog = await screen.findByRole('dialog', { name: 'Incident INC-7: Priority overridden' })
  const priority = within(dialog).getByRole('row', { name: /^priority/ })
  expect(
    within(priority)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ).toEqual(['3', '1'])
  expect(within(dialog).getByRole('link', { name: 'Show the record' }).getAttribute('href')).toBe(
    '/incidents/7',
  )
  expect(within(dialog).getByRole('link', { name: 'a1' }).getAttribute('href')).toBe('/audit?request_id=a1')
})

test('what was read has a list of its own', async () => {
  const server = open()
  await userEvent.click(await screen.findByRole('radio', { name: 'Reads' }))
  await screen.findByText('status=open')
  expect(screen.getByText('List')).toBeTruthy()
  expect(server.to('/access-logs/')).toHaveLength(1)
})

test('the address narrows the trail: by record, by kind, by days', async () => {
  const server = open('/audit?subject_kind=incident&subject_id=7&since=7')
  await screen.findByText('Ana')
  const [query] = queriesTo(server, '/audit-logs/')
  expect(query?.get('subject_id')).toBe('7')
  const days = (Date.now() - Date.parse(query?.get('at__gte') ?? '')) / 86_400_000
  expect(Math.round(days)).toBe(7)
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
  await vi.waitFor(() => expect(queriesTo(server, '/audit-logs/').at(-1)?.has('subject_id')).toBe(false))
})

test('nothing that fits offers the way back, and a list that fails says why', async () => {
  let isBroken = true
  open('/audit?actor_id=9', {
    '/audit-logs/': () => (isBroken ? refusal(400, 'That is no name.') : page([])),
  })
  expect(await screen.findByText(/That is no name/)).toBeTruthy()
  isBroken = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByRole('heading', { name: 'Nothing fits' })
})

test('without audit.view nothing is asked for', async () => {
  const server = open('/audit', {}, ['incidents.view'])
  await screen.findByRole('heading', { name: 'You may not see the audit trail' })
  expect(server.to('/audit-logs/')).toHaveLength(0)
})

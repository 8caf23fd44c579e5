import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { json, refusal } from '../../test/fake-api.ts'
import { agent, endUser, incident, page, renderAt, serve } from './incidents.fixture.tsx'
import { NewIncidentPage } from './new-incident-page.tsx'

const show = () => renderAt('/incidents/new', <NewIncidentPage />)
const title = () => screen.findByRole<HTMLInputElement>('textbox', { name: /^Title/ })
const pickers = { '/users/': () => page([]), '/teams/': () => page([]) }

beforeEach(() => vi.stubGlobal('WebSocket', class {}))

test('it opens the incident with what was filled in, leads to the record and lets the draft go', async () => {
  const { to } = await serve(endUser, { '/incidents/': () => json(incident, 201) })
  const { history } = show()
  await userEvent.type(await title(), 'No sound')
  await userEvent.click(screen.getByRole('button', { name: 'Open incident' }))
  await waitFor(() => expect(history.location.pathname).toBe('/incidents/7'))
  expect(await to('/incidents/')[0]?.json()).toEqual({
    title: 'No sound',
    urgency: 2,
    channel: 'portal',
  })
  expect(JSON.stringify(localStorage)).not.toContain('No sound')
})

test('how much it harms is asked of the service desk, and not of whoever reports', async () => {
  await serve(endUser, {})
  const reporting = show()
  await title()
  expect(screen.queryByRole('button', { name: /Impact/ })).toBeNull()
  expect(screen.queryByLabelText('Affected users')).toBeNull()
  reporting.unmount()
  const { to } = await serve(agent, { '/incidents/': () => json(incident, 201), ...pickers })
  show()
  await userEvent.type(await title(), 'No sound')
  await userEvent.type(screen.getByLabelText('Affected users'), '40')
  await userEvent.click(screen.getByRole('button', { name: 'Open incident' }))
  await waitFor(() => expect(to('/incidents/')).toHaveLength(1))
  expect(await to('/incidents/')[0]?.json()).toMatchObject({ impact: 2, urgency: 2, affected_users: 40 })
})

test('a refusal stands at its field and nothing typed is lost, not even by a reload', async () => {
  const errors = [{ field: 'title', code: 'too_long', detail: 'At most 255 characters.' }]
  await serve(agent, { '/incidents/': () => refusal(400, 'Please check.', { errors }), ...pickers })
  const first = show()
  await userEvent.type(await title(), 'No sound')
  await userEvent.click(screen.getByRole('button', { name: 'Open incident' }))
  const message = await screen.findByText('At most 255 characters.')
  expect((await title()).getAttribute('aria-describedby')).toContain(message.closest('[id]')?.id)
  first.unmount()
  show()
  expect((await title()).value).toBe('No sound')
  await userEvent.click(screen.getByRole('button', { name: 'Discard draft' }))
  expect((await title()).value).toBe('')
})

test('a draft that another version of the form has kept is dropped', async () => {
  const kept = { value: { title: 'No sound', requester: 'ana' }, at: Date.now() }
  localStorage.setItem('watchdesk.drafts.1', JSON.stringify({ 'incident.new': kept }))
  await serve(agent, pickers)
  show()
  expect((await title()).value).toBe('')
})

test('people and places are asked for only from those who may see them', async () => {
  await serve(endUser, {})
  show()
  await title()
  expect(screen.queryByRole('combobox')).toBeNull()
})

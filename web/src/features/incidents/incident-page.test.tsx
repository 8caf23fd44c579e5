import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { session } from '../../lib/api/client.ts'
import { json, refusal, tokensFor } from '../../test/fake-api.ts'
import { inOrder } from './incident.actions.ts'
import { IncidentPage } from './incident-page.tsx'
import { agent, endUser, incident, recordAnswers, renderAt, serve } from './incidents.fixture.tsx'

const show = () => renderAt('/incidents/7', <IncidentPage id={7} />)
const button = (name: string | RegExp) => screen.findByRole('button', { name })

beforeEach(() => vi.stubGlobal('WebSocket', class {}))

test('the buttons are the record’s actions, the next step first and the rare ones in a menu', async () => {
  await serve(agent, recordAnswers())
  show()
  await userEvent.click(await button('More actions'))
  expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual(['Cancel incident'])
  await userEvent.keyboard('{Escape}')
  const names = screen.getAllByRole('button').map(({ textContent }) => textContent)
  expect(names.filter((name) => ['Resolve', 'Assign', 'Put on hold', 'Close'].includes(name ?? ''))).toEqual([
    'Resolve',
    'Assign',
    'Put on hold',
  ])
})

test('through other eyes everything of it is there, and nothing can be changed', async () => {
  await serve(agent, recordAnswers())
  const own = show()
  await button('Resolve')
  await button('Edit title')
  own.unmount()
  const { access, user } = tokensFor('as bo')
  session.viewAs({ access, user: { ...user, permissions: [...agent] } })
  show()
  await screen.findByRole('heading', { name: incident.title })
  await screen.findByRole('tab', { name: 'Conversation' })
  for (const name of [/Resolve/, /^Edit/, /Add/, /Send/])
    expect(screen.queryByRole('button', { name })).toBeNull()
  expect(screen.queryByRole('textbox')).toBeNull()
  session.endView()
})

test('the next step leads: what is on hold is resumed first, whatever the server lists before', () => {
  const offers = ['cancel', 'resolve', 'invented', 'resume'].map((action) => ({ action, requires: [] }))
  const order = inOrder(offers, 'hold').map(({ action }) => action)
  expect(order).toEqual(['resume', 'resolve', 'cancel', 'invented'])
})

test('an action asks for what it requires, and a refusal of the server stands at its field', async () => {
  const errors = [{ field: 'resolution_notes', code: 'too_short', detail: 'Say how it was fixed.' }]
  const { to } = await serve(agent, {
    '/resolve/': () => refusal(422, 'Please check.', { errors }),
    ...recordAnswers(),
  })
  show()
  await userEvent.click(await button('Resolve'))
  const dialog = await screen.findByRole('dialog', { name: /Resolve.*INC-7/ })
  const notes = await within(dialog).findByRole('textbox', { name: /Resolution notes/ })
  await userEvent.click(within(dialog).getByRole('button', { name: /^Choose/ }))
  await userEvent.click(await screen.findByRole('option', { name: 'Fixed' }))
  await userEvent.type(notes, 'ok')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Resolve' }))
  const message = await screen.findByText('Say how it was fixed.')
  expect(notes.getAttribute('aria-describedby')).toContain(message.closest('[id]')?.id)
  const sent = to('/resolve/')[0]
  expect(await sent?.json()).toEqual({ resolution_code: 'fixed', resolution_notes: 'ok' })
})

test('a draft outlives its page, and goes once it was sent', async () => {
  const { to } = await serve(agent, { '/add_comment/': () => json(incident), ...recordAnswers() })
  const first = show()
  await userEvent.type(await screen.findByRole('textbox', { name: /Public reply/ }), 'half a thought')
  first.unmount()
  show()
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /Public reply/ })
  expect(field.value).toBe('half a thought')
  await userEvent.type(field, '{Control>}{Enter}{/Control}')
  await waitFor(() => expect(field.value).toBe(''))
  expect(await to('/add_comment/')[0]?.json()).toEqual({ body: 'half a thought', visibility: 'public' })
  expect(JSON.stringify(localStorage)).not.toContain('half a thought')
})

test('what could not be sent stays where it was typed', async () => {
  await serve(agent, { '/add_comment/': () => refusal(503, 'Busy.'), ...recordAnswers() })
  show()
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /Public reply/ })
  await userEvent.type(field, 'keep me')
  await userEvent.click(await button('Send reply'))
  expect((await screen.findByRole('alert')).textContent).toContain('Busy.')
  expect(field.value).toBe('keep me')
})

test('an internal note looks and is sent as one; who may not write it is not offered it', async () => {
  const { to } = await serve(agent, { '/add_comment/': () => json(incident), ...recordAnswers() })
  show()
  await userEvent.click(await screen.findByRole('radio', { name: 'Internal note' }))
  await userEvent.type(screen.getByRole('textbox', { name: /only the team/ }), 'psst')
  await userEvent.click(await button('Save internal note'))
  await waitFor(() => expect(to('/add_comment/')).toHaveLength(1))
  expect(await to('/add_comment/')[0]?.json()).toEqual({ body: 'psst', visibility: 'internal' })
})

test('a requester has one composer, and no pencils', async () => {
  await serve(
    endUser,
    recordAnswers(() => ({ ...incident, actions: [] })),
  )
  show()
  expect(await screen.findByRole('textbox', { name: 'Your reply' })).toBeTruthy()
  expect(screen.queryByText('Internal note')).toBeNull()
  expect(screen.queryByRole('button', { name: /^Edit/ })).toBeNull()
})

test('the history names fields, people and statuses', async () => {
  const entry = {
    id: 1,
    at: '2026-06-01T09:00:00Z',
    event: 'incident.assigned',
    actor: { kind: 'user', id: 1, name: 'Ana Kovač' },
    before: { status: 'new', status_category: 'new', assignee_id: null, team_id: 9 },
    after: { status: 'in_progress', status_category: 'active', assignee_id: 1, team_id: 2 },
  }
  await serve(agent, {
    ...recordAnswers(),
    '/timeline/': () => json({ results: [entry] }),
    '/teams/9/': () => json({ id: 9, name: 'Service desk' }),
  })
  show()
  await userEvent.click(await screen.findByRole('tab', { name: 'History' }))
  const list = await screen.findByRole('list', { name: 'History' })
  await waitFor(() => expect(list.textContent).toContain('Service desk'))
  expect(list.textContent).toContain('Ana Kovačassigned it')
  expect(list.textContent).toContain('StatusNewIn progress')
  expect(list.textContent).toContain('AssigneeemptyAna Kovač')
  expect(list.textContent).not.toContain('status category')
})

test('a record that is not there says so, and leads back', async () => {
  await serve(agent, { '/incidents/7/': () => refusal(404, 'There is no such incident.') })
  show()
  expect(await screen.findByRole('heading', { name: 'There is no such incident' })).toBeTruthy()
})

import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
// Loaded beforehand, or the first dialog waits for its fields longer than a busy machine allows.
import '../../components/action-form.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { json } from '../../test/fake-api.ts'
import { IncidentPage } from './incident-page.tsx'
import { agent, incident, page, recordAnswers, renderAt, serve } from './incidents.fixture.tsx'

const offers = (...actions: Incident['actions']) => ({ actions })
const dialog = () => screen.findByRole('dialog')
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const people = { id: 3, username: 'ben', display_name: 'Ben Okafor' }

beforeEach(() => vi.stubGlobal('WebSocket', class {}))

async function show(record: Partial<Incident>, more: Parameters<typeof serve>[1] = {}) {
  const full = { ...incident, ...record }
  const server = await serve([...agent, 'incidents.create'], {
    '/users/': () => page([people]),
    '/teams/': () => page([{ id: 9, name: 'Service desk' }]),
    ...more,
    ...recordAnswers(() => full),
  })
  return { ...server, ...renderAt('/incidents/7', <IncidentPage id={7} />) }
}

async function choose(within_: HTMLElement, field: RegExp, option: string) {
  await userEvent.click(within(within_).getByRole('button', { name: field }))
  await userEvent.click(await screen.findByRole('option', { name: option }))
}

const when = (reason: string, field: string) => ({ field: 'hold_reason', is: [reason], requires: [field] })
const hold = {
  action: 'hold',
  requires: ['hold_reason'],
  requires_if: [when('awaiting_caller', 'comment'), when('awaiting_change', 'change_reference')],
}

test('waiting for the requester asks for something to tell them, and says that they read it', async () => {
  const { to } = await show(offers(hold), { '/hold/': () => json(incident) })
  await userEvent.click(await button('Put on hold'))
  const form = await dialog()
  expect((await within(form).findByLabelText(/^Comment/)).hasAttribute('required')).toBe(false)
  await choose(form, /^Choose.*Hold reason/, 'Waiting for the requester')
  const message = within(form).getByLabelText<HTMLTextAreaElement>(/^Message to the requester/)
  expect(message.required).toBe(true)
  await userEvent.type(message, 'Which door?')
  await userEvent.click(within(form).getByRole('button', { name: 'Put on hold' }))
  await waitFor(() => expect(to('/hold/')).toHaveLength(1))
  expect(await to('/hold/')[0]?.json()).toEqual({ hold_reason: 'awaiting_caller', comment: 'Which door?' })
})

test('waiting for a change asks which; a time can be picked for any reason', async () => {
  const { to } = await show(offers(hold), { '/hold/': () => json(incident) })
  await userEvent.click(await button('Put on hold'))
  const form = await dialog()
  await within(form).findByLabelText(/^On hold until/)
  await choose(form, /^Choose.*Hold reason/, 'Waiting for a change')
  await userEvent.type(within(form).getByLabelText(/^Change/), 'CHG-7')
  await userEvent.click(within(form).getByRole('button', { name: 'In 1 hour' }))
  await userEvent.click(within(form).getByRole('button', { name: 'Put on hold' }))
  await waitFor(() => expect(to('/hold/')).toHaveLength(1))
  const sent = await to('/hold/')[0]?.json()
  expect(sent).toMatchObject({ hold_reason: 'awaiting_change', change_reference: 'CHG-7' })
  expect(Date.parse(sent.hold_until)).toBeGreaterThan(Date.now() + 3_000_000)
})

test('assigning shows who has it; taking the team away asks for a note, and leaves it to nobody', async () => {
  const handover = { field: 'team_id', is_not: [2], requires: ['comment'] }
  const assign = offers({ action: 'assign', requires: [], requires_if: [handover] })
  const assignee = { assignee_id: 3, assignee: { id: 3, name: 'Ben Okafor' } }
  const { to } = await show({ ...assign, ...assignee }, { '/assign/': () => json(incident) })
  await userEvent.click(await button('Assign'))
  const form = await dialog()
  expect(await within(form).findByDisplayValue('Ben Okafor')).toBeTruthy()
  const note = within(form).getByLabelText<HTMLTextAreaElement>(/^Comment/)
  expect(note.required).toBe(false)
  await userEvent.click(within(form).getByRole('button', { name: 'Remove Team' }))
  expect(note.required).toBe(true)
  await userEvent.type(note, 'Not our gateway.')
  await userEvent.click(within(form).getByRole('button', { name: 'Assign' }))
  await waitFor(() => expect(to('/assign/')).toHaveLength(1))
  expect(await to('/assign/')[0]?.json()).toEqual({
    assignee_id: 3,
    team_id: null,
    comment: 'Not our gateway.',
  })
})

test('a manager is called beside the work: no team is asked for', async () => {
  const { to } = await show(offers({ action: 'escalate', requires: ['reason'] }), {
    '/escalate/': () => json(incident),
  })
  await userEvent.click(await button('Escalate'))
  const form = await dialog()
  expect(await within(form).findByRole('combobox', { name: 'Team' })).toBeTruthy()
  await choose(form, /How/, 'To a manager: the work stays')
  expect(within(form).queryByRole('combobox', { name: 'Team' })).toBeNull()
  await userEvent.type(within(form).getByLabelText(/^Reason/), 'Nobody answers')
  await userEvent.click(within(form).getByRole('button', { name: 'Escalate' }))
  await waitFor(() => expect(to('/escalate/')).toHaveLength(1))
  expect(await to('/escalate/')[0]?.json()).toEqual({ kind: 'hierarchical', reason: 'Nobody answers' })
})

test('open children are resolved along, unless the box is cleared; without children there is no box', async () => {
  const resolve = offers({ action: 'resolve', requires: ['resolution_code', 'resolution_notes'] })
  const children = [{ id: 8, number: 'INC-8', title: 'Same', status: 'new', is_open: true }]
  const first = await show(resolve)
  await userEvent.click(await button('Resolve'))
  await within(await dialog()).findByLabelText(/^Resolution notes/)
  expect(screen.queryByRole('checkbox')).toBeNull()
  first.unmount()
  const { to } = await show({ ...resolve, children }, { '/resolve/': () => json(incident) })
  await userEvent.click(await button('Resolve'))
  const form = await dialog()
  await userEvent.click(await within(form).findByRole('checkbox', { name: 'Resolve its open child with it' }))
  await choose(form, /^Choose.*Resolution/, 'Fixed')
  await userEvent.type(within(form).getByLabelText(/^Resolution notes/), 'New licence')
  await userEvent.click(within(form).getByRole('button', { name: 'Resolve' }))
  await waitFor(() => expect(to('/resolve/')).toHaveLength(1))
  expect(await to('/resolve/')[0]?.json()).toMatchObject({ resolve_children: false })
})

test('what came back after closing becomes a follow-up, named as the closed one unless somebody says more, and work goes on there', async () => {
  const closed = { status: 'closed', status_category: 'closed' }
  const next = { ...incident, id: 12, number: 'INC-12', changed: true }
  const { to, history } = await show(
    { ...closed, ...offers({ action: 'follow_up', requires: [] }) },
    { '/follow_up/': () => json(next, 201) },
  )
  await userEvent.click(await button('Open follow-up'))
  const form = await dialog()
  const title = await within(form).findByLabelText(/^Title/)
  expect(title.hasAttribute('required'), 'the record demands none').toBe(false)
  await userEvent.click(within(form).getByRole('button', { name: 'Open follow-up' }))
  await waitFor(() => expect(history.location.pathname).toBe('/incidents/12'))
  expect(await to('/follow_up/')[0]?.json()).toEqual({})
})

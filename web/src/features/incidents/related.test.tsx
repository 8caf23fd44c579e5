import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
// Loaded beforehand, or the first dialog waits for its fields longer than a busy machine allows.
import '../../components/action-form.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { json } from '../../test/fake-api.ts'
import { IncidentPage } from './incident-page.tsx'
import { agent, incident, page, recordAnswers, renderAt, serve } from './incidents.fixture.tsx'

const other = { ...incident, id: 8, number: 'INC-8', title: 'The same again' }

beforeEach(() => vi.stubGlobal('WebSocket', class {}))

async function show(record: Partial<Incident> = {}, more: Parameters<typeof serve>[1] = {}) {
  const server = await serve(agent, {
    ...more,
    '/incidents/8/': () => json(other),
    '/incidents/': () => page([incident, other]),
    ...recordAnswers(() => ({ ...incident, ...record })),
  })
  renderAt('/incidents/7?tab=related', <IncidentPage id={7} />)
  await screen.findByRole('region', { name: 'Links' })
  return server
}

async function pick(field: string, option: RegExp) {
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(await within(dialog).findByRole('combobox', { name: field }))
  await userEvent.click(await screen.findByRole('option', { name: option }))
  return dialog
}

test('a child is chosen among the other incidents, and gets this one as its parent', async () => {
  const { to } = await show()
  await userEvent.click(screen.getByRole('button', { name: 'Add child' }))
  const dialog = await pick('Incident', /INC-8 The same again/)
  expect(screen.queryByRole('option', { name: /INC-7/ })).toBeNull()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add child' }))
  const patched = () => to('/incidents/8/').filter(({ method }) => method === 'PATCH')
  await waitFor(() => expect(patched()).toHaveLength(1))
  expect(await patched()[0]?.json()).toEqual({ parent_id: 7 })
})

test('who has children gets no parent, and who has a parent no children', async () => {
  const child = { id: 8, number: 'INC-8', title: 'The same again', status: 'new', is_open: true }
  await show({ children: [child] })
  expect(screen.queryByRole('button', { name: 'Set parent' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Let INC-8 go' })).toBeTruthy()
})

test('a link asks for what its kind leads to, and sends one target', async () => {
  const { to } = await show({}, { '/incident-links/': () => json({}, 201) })
  await userEvent.click(screen.getByRole('button', { name: 'Add link' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(await within(dialog).findByRole('button', { name: /This incident is/ }))
  await userEvent.click(await screen.findByRole('option', { name: 'Resolved by' }))
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Change/ }), 'CHG-3')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add link' }))
  await waitFor(() => expect(to('/incident-links/')).toHaveLength(1))
  expect(await to('/incident-links/')[0]?.json()).toEqual({
    incident_id: 7,
    type: 'resolved_by',
    change_reference: 'CHG-3',
  })
})

test('a link reads from this incident, whichever end it starts at', async () => {
  const link = { change_reference: null, problem_reference: null, type: 'duplicate_of' }
  const relative = { id: 8, number: 'INC-8', title: 'The same again', status: 'cancelled', is_open: false }
  await show({ links: [{ ...link, id: 1, is_incoming: true, incident: relative }] })
  const links = screen.getByRole('region', { name: 'Links' })
  expect(links.textContent).toContain('Duplicated by')
  expect(within(links).getByRole('link', { name: /INC-8/ })).toHaveProperty('pathname', '/incidents/8')
})

import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
// Loaded beforehand, or the first dialog waits for its fields longer than a busy machine allows.
import '../../components/action-form.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { json } from '../../test/fake-api.ts'
import { IncidentPage } from './incident-page.tsx'
import { agent, endUser, incident, page, recordAnswers, renderAt, serve } from './incidents.fixture.tsx'

const accepted: Partial<Incident> = {
  major_state: 'accepted',
  commander_id: 3,
  commander: { id: 3, name: 'Ben Okafor' },
  bridge_url: 'https://meet.example.org/a',
  communication_audience: 'Everybody',
  communication_cadence_minutes: 30,
  next_communication_at: '2020-01-01T00:00:00Z',
}

beforeEach(() => vi.stubGlobal('WebSocket', class {}))

async function show(record: Partial<Incident>, permissions = agent, more: Parameters<typeof serve>[1] = {}) {
  const full = { ...incident, ...record }
  const server = await serve(permissions, {
    '/users/': () => page([{ id: 3, username: 'ben', display_name: 'Ben Okafor' }]),
    ...more,
    ...recordAnswers(() => full),
  })
  renderAt('/incidents/7', <IncidentPage id={7} />)
  await screen.findByRole('heading', { name: 'VPN drops' })
  return server
}
const banner = (name: string) => screen.findByRole('region', { name })

test('a proposal says on what ground, and is accepted with commander, audience and interval', async () => {
  const actions = [
    {
      action: 'accept_major',
      requires: ['commander_id', 'communication_audience', 'communication_cadence_minutes'],
    },
    { action: 'reject_major', requires: ['reason'] },
  ]
  const proposal = { major_state: 'proposed', major_rule: 'priority_1', actions }
  const { to } = await show(proposal, agent, { '/accept_major/': () => json(incident) })
  const proposed = await banner('Proposed as a major incident')
  expect(proposed.textContent).toContain('By rule')
  expect(screen.getAllByRole('button', { name: 'Accept' }), 'not once more above').toHaveLength(1)
  await userEvent.click(within(proposed).getByRole('button', { name: 'Accept' }))
  const form = await screen.findByRole('dialog', { name: /Accept as a major incident/ })
  await userEvent.click(await screen.findByRole('option', { name: /Ben Okafor/ }))
  await userEvent.type(within(form).getByLabelText(/^Audience/), 'Everybody')
  await userEvent.click(within(form).getByRole('button', { name: 'Accept' }))
  await waitFor(() => expect(to('/accept_major/')).toHaveLength(1))
  expect(await to('/accept_major/')[0]?.json()).toEqual({
    commander_id: 3,
    communication_audience: 'Everybody',
    communication_cadence_minutes: 30,
  })
})

test('an accepted one names the commander, the bridge and the update that is overdue', async () => {
  await show(accepted)
  const major = await banner('Major incident')
  expect(major.textContent).toContain('CommanderBen Okafor')
  expect(major.textContent).toContain('Overdue,')
  expect(within(major).getByRole('link', { name: 'Join the bridge' })).toHaveProperty(
    'href',
    'https://meet.example.org/a',
  )
})

test('once over it asks for the review, and shows what was written', async () => {
  await show({ ...accepted, review_state: 'due' })
  expect((await banner('Major incident')).textContent).toContain('review is due')
})

test('whoever reported it hears of a major incident, and of no proposal or rejection', async () => {
  await show({ major_state: 'proposed', major_reason: 'Half the town' }, endUser)
  expect(screen.queryByText(/Half the town/)).toBeNull()
  expect(screen.queryByText('Major?')).toBeNull()
})

test('whoever reported it sees no part that is the staff’s', async () => {
  const { requests } = await show(
    { ...accepted, is_vip: true, escalation_level: 2, parent_id: 4, parent: { id: 4, name: 'INC-4' } },
    endUser,
  )
  await banner('Major incident')
  for (const hidden of ['VIP', 'Escalated', 'Child of INC-4', 'Workarounds', 'Related', 'Why this priority'])
    expect(screen.queryByText(hidden), hidden).toBeNull()
  expect(requests.filter(({ url }) => /workarounds|metrics|incident-links/.test(url))).toEqual([])
})

import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { json } from '../../../test/fake-api.ts'
import { open, page, press, startSignedOut } from '../administration.fixture.tsx'

startSignedOut()
const ALL = ['people.view', 'people.manage']
const team = {
  ...{ id: 2, name: 'Network', description: 'Cables', email: null, manager_id: null, manager: null },
  ...{ escalation_team_id: null, escalation_team: null, is_active: true, version: 4 },
  members: [{ id: 7, name: 'Bo Berg', role: 'member' }],
  ...{ created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z', created_by: 1, updated_by: 1 },
}
const answers = { '/teams/2/': () => json(team), '/teams/': () => page([team]) }

test('teams are listed with how many they are, and say so when there is none', async () => {
  open('/teams', ALL, answers)
  const row = await screen.findByRole('row', { name: /Network/ })
  expect(within(row).getByRole('cell', { name: '1' })).toBeTruthy()
})

test('a member gets another role in their place, and is removed', async () => {
  const server = open('/teams/2', ALL, {
    ...answers,
    '/add_member/': () => json(team),
    '/remove_member/': () => json(team),
  })
  await press(/^Role of Bo Berg/)
  await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Lead' }))
  await vi.waitFor(() => expect(server.to('/add_member/')).toHaveLength(1))
  expect(await server.to('/add_member/')[0]?.json()).toEqual({ user_id: 7, role: 'lead' })
  await press('Remove Bo Berg')
  await vi.waitFor(() => expect(server.to('/remove_member/')).toHaveLength(1))
})

test('who may not manage people sees the members and changes nothing', async () => {
  open('/teams/2', ['people.view'], answers)
  await screen.findByText('Bo Berg')
  expect(screen.queryByRole('button', { name: /Remove|Edit|Add/ })).toBeNull()
})

import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { api, session } from '../../../lib/api/client.ts'
import { json, refusal, tokensFor } from '../../../test/fake-api.ts'
import { bo, open, page, press, startSignedOut } from '../administration.fixture.tsx'

startSignedOut()

const seen = {
  ...tokensFor('').user,
  id: 7,
  username: 'bo',
  display_name: 'Bo Berg',
  permissions: ['incidents.view'],
}
const view = () => json({ access: 'as-bo', expires_in: 900, user: seen })
const tokenOf = (request: Request | undefined) => request?.headers.get('authorization')
const banner = /You see Watchdesk as Bo Berg/

function openPerson(answers: Parameters<typeof open>[2] = {}) {
  const empty = () => page([])
  return open('/people/7', ['people.view', 'people.view_as', 'incidents.view'], {
    '/view_as/': view,
    '/incidents/': empty,
    ...answers,
  })
}

test('what is seen as somebody is asked for with their token, under a banner, and End leads back to them as oneself', async () => {
  const server = openPerson()
  await press('View as')
  await screen.findByText(banner)
  expect(tokenOf(server.to('/users/7/view_as/')[0])).toBe('Bearer token')
  await screen.findByRole('heading', { name: 'Incidents' })
  await vi.waitFor(() => expect(tokenOf(server.to('/incidents/').at(-1))).toBe('Bearer as-bo'))
  expect(screen.queryByRole('link', { name: 'People' })).toBeNull()

  await press('End')
  await screen.findByRole('heading', { name: 'Bo Berg' })
  expect(screen.queryByText(banner)).toBeNull()
  expect(tokenOf(server.to('/users/7/').at(-1))).toBe('Bearer token')
  expect(await session.token()).toBe('token')
})

test('what somebody may change is offered to nobody who sees it through their eyes, while their places are', async () => {
  const permissions = [...seen.permissions, 'incidents.create', 'people.view', 'people.manage', 'roles.grant']
  openPerson({
    '/view_as/': () => json({ access: 'as-bo', expires_in: 900, user: { ...seen, permissions } }),
  })
  await press('View as')
  await screen.findByText(banner)
  await screen.findByRole('heading', { name: 'Incidents' })
  expect(screen.queryByRole('link', { name: 'New incident' })).toBeNull()

  await userEvent.click(screen.getAllByRole('link', { name: 'People' })[0] as HTMLElement)
  await userEvent.click(await screen.findByRole('link', { name: /Bo Berg/ }))
  await screen.findByRole('heading', { name: 'Bo Berg' })
  await screen.findByText('Network')
  for (const name of ['View as', 'Give a role', /^Take/, 'Bo Berg'])
    expect(screen.queryByRole('button', { name })).toBeNull()
})

test('a view that the server has ended is over, and one’s own work goes on', async () => {
  let isOver = false
  const server = openPerson({
    '/incidents/': (request) =>
      isOver && tokenOf(request) === 'Bearer as-bo' ? refusal(401, 'ended') : page([]),
  })
  await press('View as')
  await screen.findByText(banner)
  isOver = true
  await api.GET('/api/v1/incidents/')
  await vi.waitFor(() => expect(screen.queryByText(banner)).toBeNull())
  expect(session.state.get()).toMatchObject({ status: 'active', user: { id: 1 } })
  expect(tokenOf(server.to('/incidents/').at(-1))).toBe('Bearer token')
})

test('a refusal is said in the server’s words, and one stays oneself', async () => {
  openPerson({
    '/view_as/': () => refusal(403, 'This is about a permission which you do not hold yourself.'),
  })
  await press('View as')
  await screen.findByText(/which you do not hold yourself/)
  expect(screen.queryByText(banner)).toBeNull()
})

test('signing out ends the view with the session it was begun from', async () => {
  openPerson({ '/logout/': () => json({}), '/login/': () => json(tokensFor('anew')) })
  await press('View as')
  await screen.findByText(banner)
  await session.signOut()
  expect(session.state.get()).toEqual({ status: 'anonymous', user: null })
  await session.signIn('ana', 'secret')
  expect(await session.token(), 'nothing of it is left for whoever signs in next').toBe('anew')
})

test.each([
  ['who may not look', 7, ['people.view', 'people.manage'], bo],
  ['nobody who is not active', 8, ['people.view', 'people.view_as'], { ...bo, id: 8, is_active: false }],
  ['oneself', 1, ['people.view', 'people.view_as'], { ...bo, id: 1 }],
] as const)('nothing is offered: %s', async (_, id, permissions, person) => {
  open(`/people/${id}`, [...permissions], { [`/users/${id}/`]: () => json(person) })
  await screen.findByRole('heading', { name: 'Bo Berg' })
  expect(screen.queryByRole('button', { name: 'View as' })).toBeNull()
})

import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { json, refusal } from '../../../test/fake-api.ts'
import { agentGrant, bo, open, page, press, startSignedOut } from '../administration.fixture.tsx'

startSignedOut()
const ALL = ['people.view', 'people.manage', 'roles.grant']
async function choose(select: HTMLElement, option: string) {
  await userEvent.click(select)
  await userEvent.click(await screen.findByRole('option', { name: option }))
}

test('people are listed with their roles and whether they are active', async () => {
  open('/people', ALL)
  const row = await screen.findByRole('row', { name: /Bo Berg/ })
  expect(row.textContent).toMatch(/bo@example\.org.*agent.*Active/)
})

test('who may not manage people is offered nothing to change, and who may not see them asks nothing', async () => {
  open('/people', ['people.view'])
  await screen.findByRole('row', { name: /Bo Berg/ })
  expect(screen.queryByRole('button', { name: 'Add a person' })).toBeNull()
})

test('without people.view nothing is asked for, and it says whom to ask', async () => {
  const server = open('/people', [])
  await screen.findByText(/permission people\.view/)
  expect(server.to('/users/')).toHaveLength(0)
})

test('a new person is sent with their first role; what the server refuses stands at its field', async () => {
  const errors = [{ field: 'email', code: 'taken', detail: 'is already used' }]
  const server = open('/people', ALL, {
    '/v1/users/': ({ method }) =>
      method === 'POST' ? refusal(422, 'Please check.', { errors }) : page([bo]),
  })
  await press('Add a person')
  await userEvent.type(await screen.findByLabelText(/^Username/), 'cy')
  await userEvent.type(screen.getByLabelText(/^Name/), 'Cy Cole')
  await userEvent.type(screen.getByLabelText(/^E-mail/), 'bo@example.org')
  await press(/First role/)
  await userEvent.click(await screen.findByRole('option', { name: 'Night watch' }))
  await press('Add')
  expect(await screen.findByText('is already used')).toBeTruthy()
  const sent = server.to('/v1/users/').find(({ method }) => method === 'POST')
  expect(await sent?.json()).toEqual({
    username: 'cy',
    display_name: 'Cy Cole',
    email: 'bo@example.org',
    roles: ['night'],
  })
})

test('a role shows what it reaches, is taken after asking, and another is given for a team', async () => {
  const server = open('/people/7', ALL, {
    '/user-roles/31/': () => new Response(null, { status: 204 }),
    '/teams/': () => page([{ id: 2, name: 'Network' }]),
  })
  const card = await screen.findByRole('region', { name: 'Roles' })
  await within(card).findByText('Network')
  await press('Take Agent')
  const question = await screen.findByRole('alertdialog')
  expect(server.to('/user-roles/31/')).toHaveLength(0)
  await userEvent.click(within(question).getByRole('button', { name: 'Take' }))
  await vi.waitFor(() => expect(server.to('/user-roles/31/')[0]?.method).toBe('DELETE'))

  await press('Give a role')
  const form = within(await screen.findByRole('dialog'))
  await choose(await form.findByRole('button', { name: /Role/ }), 'Night watch')
  await choose(form.getByRole('button', { name: /Where/ }), 'A team')
  await userEvent.type(await form.findByRole('combobox', { name: /^A team/ }), 'Net')
  await userEvent.click(await screen.findByRole('option', { name: 'Network' }))
  await userEvent.click(form.getByRole('button', { name: 'Give a role' }))
  const sent = () => server.to('/user-roles/').find(({ method }) => method === 'POST')
  await vi.waitFor(() => expect(sent()).toBeTruthy())
  expect(await sent()?.json()).toEqual({ user_id: 7, role: 'night', scope: 'team', scope_id: 2 })
})

test('nobody is offered to change their own roles, nor to deactivate themselves', async () => {
  const own = { ...bo, id: 1, display_name: 'Ana Kovač' }
  open('/people/1', ALL, {
    '/users/1/': () => json(own),
    '/user-roles/': () => page([{ ...agentGrant, user_id: 1 }]),
  })
  await screen.findByText('Network')
  expect(screen.queryByRole('button', { name: /^Take/ })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Give a role' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Ana Kovač' })).toBeNull()
})

test('deactivating asks first', async () => {
  const server = open('/people/7', ALL)
  await press('Bo Berg')
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Deactivate' }))
  const question = await screen.findByRole('alertdialog')
  expect(question.textContent).toContain('signed out at once')
  await userEvent.click(within(question).getByRole('button', { name: 'Deactivate' }))
  await vi.waitFor(async () => {
    const sent = server.to('/users/7/').find(({ method }) => method === 'PATCH')
    expect(await sent?.clone().json()).toEqual({ is_active: false })
  })
})

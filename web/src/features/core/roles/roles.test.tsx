import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { json } from '../../../test/fake-api.ts'
import { open, press, roles, startSignedOut } from '../administration.fixture.tsx'

startSignedOut()
const HELD = ['people.view', 'roles.manage', 'incidents.view']

test('the matrix says which role may do what', async () => {
  open('/roles', HELD)
  const row = await screen.findByRole('row', { name: /incidents\.delete/ })
  expect(within(row).getByLabelText('Administrator may incidents.delete')).toBeTruthy()
  expect(within(row).queryByLabelText('Agent may incidents.delete')).toBeNull()
})

test('built-in roles are not edited, and one’s own are changed over the version that was seen', async () => {
  const server = open('/roles', HELD, { '/roles/9/': () => json(roles[2]) })
  await press('Edit Night watch')
  expect(screen.queryByRole('button', { name: 'Edit Agent' })).toBeNull()
  await userEvent.click(await screen.findByRole('checkbox', { name: 'people.view' }))
  await press('Save')
  await vi.waitFor(() => expect(server.to('/roles/9/')).toHaveLength(1))
  const [change] = server.to('/roles/9/')
  expect(change?.headers.get('if-match')).toBe('"v3"')
  const permissions = ['incidents.view', 'people.view']
  expect(await change?.json()).toEqual({ name: 'Night watch', description: '', permissions })
})

test('a permission that one does not hold cannot be chosen', async () => {
  open('/roles', HELD)
  await press('New role')
  expect(await screen.findByRole('checkbox', { name: 'incidents.delete' })).toHaveProperty('disabled', true)
  expect(screen.getByRole('checkbox', { name: 'incidents.view' })).toHaveProperty('disabled', false)
})

test('who may not manage roles reads them and is offered nothing to change', async () => {
  open('/roles', ['people.view'])
  await screen.findByRole('row', { name: /incidents\.delete/ })
  expect(screen.queryByRole('button', { name: 'New role' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Edit Night watch' })).toBeNull()
})

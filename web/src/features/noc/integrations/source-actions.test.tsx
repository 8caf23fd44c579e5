import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { json } from '../../../test/fake-api.ts'
import { choose, KEY, open, press, prometheus, startSignedOut, withKey } from './sources.fixture.tsx'

startSignedOut()

test('rotating asks first, and says that the old key works for a while', async () => {
  const server = open({ '/7/rotate/': () => json(withKey) })
  await choose('Rotate key')
  const question = await screen.findByRole('alertdialog')
  expect(question.textContent).toContain('24 hours')
  expect(server.to('/rotate/')).toHaveLength(0)
  await userEvent.click(within(question).getByRole('button', { name: 'Rotate key' }))
  const dialog = await screen.findByRole('dialog', { name: 'New key of Prometheus Zagreb' })
  expect(dialog.textContent).toContain(KEY)
  expect(server.to('/rotate/')).toHaveLength(1)
})

test('deleting asks first', async () => {
  const server = open({ '/integrations/7/': () => new Response(null, { status: 204 }) })
  await choose('Delete')
  const question = await screen.findByRole('alertdialog')
  expect(server.to('/integrations/7/')).toHaveLength(0)
  await userEvent.click(within(question).getByRole('button', { name: 'Delete' }))
  await vi.waitFor(() => expect(server.to('/integrations/7/')[0]?.method).toBe('DELETE'))
})

test('an edit names the version that it saw, and can take the client away', async () => {
  const server = open({ '/integrations/7/': () => json(prometheus) })
  await choose('Edit')
  await press('Remove Client')
  await press('Save')
  await vi.waitFor(() => expect(server.to('/integrations/7/')).toHaveLength(1))
  const [change] = server.to('/integrations/7/')
  expect(change?.headers.get('if-match')).toBe('"v2"')
  expect(await change?.json()).toEqual({ name: 'Prometheus Zagreb', client_id: null, site_id: null })
})

test('deactivating happens at once and can be undone', async () => {
  const server = open({ '/integrations/7/': () => json(prometheus) })
  await choose('Deactivate')
  await press('Undo')
  await vi.waitFor(() => expect(server.to('/integrations/7/')).toHaveLength(2))
  const bodies = await Promise.all(server.to('/integrations/7/').map((request) => request.json()))
  expect(bodies).toEqual([{ is_active: false }, { is_active: true }])
})

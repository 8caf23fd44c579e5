import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { json } from '../../../test/fake-api.ts'
import { open, page, press, startSignedOut } from '../administration.fixture.tsx'

startSignedOut()
const ALL = ['organizations.view', 'organizations.manage']
const acme = { id: 1, name: 'Acme' }
const lab = {
  id: 3,
  name: 'Lab',
  code: 'LAB',
  kind: 'internal',
  time_zone: 'UTC',
  is_active: true,
  parent: acme,
}
const west = { ...lab, id: 5, name: 'West' }

/** Answers as the server's search does. */
function openSearched(search: string) {
  const all = [lab, west]
  return open(`/organizations?search=${search}`, ALL, {
    '/organizations/': ({ method, url }) => {
      if (method === 'POST') return json({ ...lab, name: 'Annex' }, 201)
      const asked = new URL(url).searchParams.get('search') ?? ''
      return page(all.filter(({ name }) => name.includes(asked)))
    },
  })
}

test('a part is shown with what it belongs to, even where the list leaves that out', async () => {
  openSearched('Lab')
  const row = await screen.findByRole('row', { name: /Lab/ })
  expect(within(row).getByRole('cell', { name: 'Acme' })).toBeTruthy()
})

test('a new part belongs to the organization, or to any part that the search finds, whatever the list shows', async () => {
  const server = openSearched('Lab')
  await press('New part')
  const form = within(await screen.findByRole('dialog'))
  await userEvent.type(await form.findByLabelText(/^Name/), 'Annex')
  expect(form.getByLabelText<HTMLInputElement>(/^Part of/).value).toBe('Acme')
  await userEvent.click(form.getByRole('button', { name: 'Remove Part of' }))
  await userEvent.type(form.getByRole('combobox', { name: /^Part of/ }), 'West')
  await userEvent.click(await screen.findByRole('option', { name: 'West' }))
  await userEvent.click(form.getByRole('button', { name: 'Create' }))
  await screen.findByText('Annex saved')
  const sent = server.to('/organizations/').find(({ method }) => method === 'POST')
  expect(await sent?.json()).toEqual({ name: 'Annex', kind: 'internal', parent_id: 5 })
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { json, refusal } from '../../test/fake-api.ts'
import { IncidentQueue } from './incident-queue.tsx'
import { agent, endUser, incident, page, renderAt, serve } from './incidents.fixture.tsx'

const lastQuery = (requests: Request[]) => {
  const url = requests.findLast((request) => request.url.includes('/incidents/'))?.url ?? ''
  return Object.fromEntries(new URL(url).searchParams)
}

beforeEach(() => vi.stubGlobal('WebSocket', class {}))

test('filters stand in the address, named as the API names them, and go to the server', async () => {
  const { requests } = await serve(agent, { '/incidents/': () => page([incident]) })
  const { history } = renderAt('/incidents?keep=me', <IncidentQueue />)
  await userEvent.click(await screen.findByRole('radio', { name: 'On hold' }))
  await userEvent.click(screen.getByRole('button', { name: 'Mine' }))
  await waitFor(() =>
    expect(lastQuery(requests)).toMatchObject({ status: 'on_hold', assignee_id: '1', cursor: '' }),
  )
  expect(history.location.search).toBe('?keep=me&status=on_hold&assignee_id=1')
  await userEvent.click(screen.getByRole('button', { name: 'Unassigned' }))
  await waitFor(() => expect(lastQuery(requests)).toMatchObject({ assignee_id__isnull: 'true' }))
  expect(history.location.search).not.toContain('assignee_id=')
})

test('a link with filters opens filtered', async () => {
  const { requests } = await serve(agent, { '/incidents/': () => page([incident]) })
  renderAt('/incidents?status=resolved&priority__in=1,2&search=vpn', <IncidentQueue />)
  expect(await screen.findByRole('searchbox')).toHaveProperty('value', 'vpn')
  expect(screen.getByRole('radio', { name: 'Resolved' }).getAttribute('aria-checked')).toBe('true')
  await waitFor(() =>
    expect(lastQuery(requests)).toMatchObject({ status: 'resolved', priority__in: '1,2', search: 'vpn' }),
  )
})

test('nothing open is good news; nothing that fits offers to clear the filters', async () => {
  await serve(agent, { '/incidents/': () => page([]) })
  const { history } = renderAt('/incidents', <IncidentQueue />)
  expect(await screen.findByRole('heading', { name: 'Nothing open' })).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Unassigned' }))
  await screen.findByRole('heading', { name: 'No incident fits these filters' })
  await userEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]!)
  expect(await screen.findByRole('heading', { name: 'Nothing open' })).toBeTruthy()
  expect(history.location.search).toBe('')
})

test('a failure says what to quote and can be tried again', async () => {
  let isAway = true
  await serve(agent, {
    '/incidents/': () =>
      isAway ? refusal(400, 'No such ordering.') : json({ results: [incident], next: null }),
  })
  renderAt('/incidents', <IncidentQueue />)
  expect((await screen.findByRole('alert')).textContent).toContain('No such ordering.')
  isAway = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('P2')).toBeTruthy()
})

test('who may not see incidents is told whom to ask', async () => {
  await serve([], {})
  renderAt('/incidents', <IncidentQueue />)
  expect((await screen.findByText(/incidents\.view/)).textContent).toContain('administrator')
})

test('who sees only their own gets no filters of the desk', async () => {
  await serve(endUser, { '/incidents/': () => page([incident]) })
  renderAt('/incidents', <IncidentQueue />)
  await screen.findByText('P2')
  expect(screen.queryByRole('button', { name: 'Mine' })).toBeNull()
})

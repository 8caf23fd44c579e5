import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
// Loaded beforehand, or the first dialog waits for its fields longer than a busy machine allows.
import '../../components/action-form.tsx'
import { json, refusal } from '../../test/fake-api.ts'
import { item, manager, open, page } from './cmdb.fixture.tsx'
import { ItemList } from './item-list.tsx'
import { ItemPage } from './item-page.tsx'

beforeEach(() => vi.stubGlobal('WebSocket', class {}))
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const queryOf = (request: Request | undefined) =>
  Object.fromEntries(new URL(request?.url ?? 'http://none').searchParams)

test('filters stand in the address, named as the API names them, and go to the server', async () => {
  const { to } = await open('/cmdb/items?criticality__in=high&keep=me', <ItemList />)
  await screen.findByText('core-sw-1')
  expect(queryOf(to('/configuration-items/')[0])).toMatchObject({ criticality__in: 'high', ordering: 'name' })
  expect(queryOf(to('/configuration-items/')[0])).not.toHaveProperty('keep')
})

test('nothing there yet offers to make one; nothing that fits offers to clear the filters', async () => {
  const nothing = { '/configuration-items/': () => page([]) }
  const { history } = await open('/cmdb/items?status__in=retired', <ItemList />, nothing)
  await screen.findByRole('heading', { name: 'No configuration item fits these filters' })
  await userEvent.click(screen.getAllByRole('button', { name: 'Clear filters' }).at(-1)!)
  await screen.findByRole('heading', { name: 'No configuration items yet' })
  expect(history.location.search).toBe('')
})

test('a failure says what went wrong and can be tried again', async () => {
  let isAway = true
  await open('/cmdb/items', <ItemList />, {
    '/configuration-items/': () => (isAway ? refusal(400, 'No such ordering.') : page([item])),
  })
  expect((await screen.findByRole('alert')).textContent).toContain('No such ordering.')
  isAway = false
  await userEvent.click(await button('Try again'))
  expect(await screen.findByText('core-sw-1')).toBeTruthy()
})

test('who may not see items is told whom to ask', async () => {
  await open('/cmdb/items', <ItemList />, {}, [])
  expect((await screen.findByText(/cmdb\.view/)).textContent).toContain('administrator')
})

test('who may only see them is offered no change', async () => {
  await open('/cmdb/items/4', <ItemPage id={4} />, {}, ['cmdb.view'])
  await screen.findByRole('heading', { name: 'core-sw-1' })
  expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull()
  expect(screen.queryByRole('heading', { name: 'Incidents' })).toBeNull()
})

test('a new item is sent without the fields left empty, and opened', async () => {
  const { to, history } = await open('/cmdb/items', <ItemList />, {
    '/configuration-items/': (request) => (request.method === 'POST' ? json(item, 201) : page([])),
  })
  await userEvent.click((await screen.findAllByRole('button', { name: 'New item' }))[0]!)
  const form = await screen.findByRole('dialog')
  await userEvent.type(await within(form).findByLabelText(/^Name/), 'core-sw-1')
  await userEvent.click(within(form).getByRole('button', { name: 'New item' }))
  await waitFor(() => expect(history.location.pathname).toBe('/cmdb/items/4'))
  const sent = to('/configuration-items/').find(({ method }) => method === 'POST')
  expect(await sent?.json()).toEqual({ name: 'core-sw-1' })
})

test('an edit names the version that was read, and what is taken away goes as null', async () => {
  const { to } = await open('/cmdb/items/4', <ItemPage id={4} />, {
    '/configuration-items/4/': (request) => json(request.method === 'PATCH' ? { ...item, version: 3 } : item),
  })
  await userEvent.click(await button('Edit'))
  const form = await screen.findByRole('dialog')
  await userEvent.clear(await within(form).findByLabelText(/^IP address/))
  await userEvent.click(within(form).getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const sent = to('/configuration-items/4/').find(({ method }) => method === 'PATCH')
  expect(sent?.headers.get('if-match')).toBe('"v2"')
  expect(await sent?.json()).toMatchObject({ name: 'core-sw-1', ip_address: null, client_id: 3 })
})

test('the record shows the incidents that name it, and says where there are none', async () => {
  const { to } = await open('/cmdb/items/4', <ItemPage id={4} />, {}, manager)
  expect(await screen.findByText('No incident names this item.')).toBeTruthy()
  expect(await screen.findByText('No alert is about this item.')).toBeTruthy()
  expect(queryOf(to('/incidents/')[0])).toMatchObject({ configuration_item_id: '4' })
})

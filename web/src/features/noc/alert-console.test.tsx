import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AlertSummary } from '../../lib/api/types.ts'
import type { Listener } from '../../lib/live/topics.ts'
import { listenForShortcuts } from '../../lib/shortcuts/registry.ts'
import { json, refusal, tokensFor } from '../../test/fake-api.ts'
import {
  acknowledgedOf,
  alertOf,
  fullOf,
  leave,
  listeners,
  serve,
  show,
  tell,
  upsert,
} from './alerts.fixture.tsx'

vi.mock('../../lib/live/live.ts', async () => {
  const { useEffect, useEffectEvent } = await import('react')
  return {
    live: { state: { get: () => ({ status: 'live' }) } },
    useLive(_: string, listener: Listener) {
      const hear = useEffectEvent(listener)
      useEffect(() => {
        const each: Listener = (message) => hear(message)
        listeners.add(each)
        return () => void listeners.delete(each)
      }, [])
    },
  }
})

let rows: AlertSummary[] = []
let stop = () => {}
beforeEach(() => {
  rows = [alertOf(3), alertOf(2), alertOf(1)]
  stop = listenForShortcuts()
  // Without a layout the grid would draw the first columns only.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1400)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800)
})
afterEach(async () => {
  stop()
  await leave()
})

const shown = () =>
  screen.queryAllByText(/^alert \d+$/, { selector: '.rdg-cell *' }).map((cell) => cell.textContent)
const bodyOf = async (request: Request | undefined) => request && (await request.clone().json())
const cell = (id: number) => screen.getByText(`alert ${id}`)
const select = (...ids: number[]) => {
  for (const id of ids) fireEvent.click(cell(id), { ctrlKey: true })
}

async function open(address = '/noc/alerts', more = {}) {
  const server = serve(() => rows, more)
  const page = await show(address)
  await screen.findByText('alert 3')
  return { ...server, ...page, user: userEvent.setup() }
}

test('a new alert comes in at its place, a changed one changes in place, one that leaves goes', async () => {
  await open()
  tell(upsert(alertOf(4)), upsert(alertOf(2, { version: 2, status: 'suppressed' })))
  await waitFor(() => expect(shown()).toEqual(['alert 4', 'alert 3', 'alert 2', 'alert 1']))
  expect(screen.getByRole('grid').textContent).toContain('Suppressed')
  tell({ ...upsert(alertOf(3, { version: 2 })), op: 'leave' })
  await waitFor(() => expect(shown()).toEqual(['alert 4', 'alert 2', 'alert 1']))
})

test('while rows are selected none moves: new ones are counted, one that left is dimmed, and “show” lets them in', async () => {
  const { user } = await open()
  select(2)
  tell(upsert(alertOf(4)), upsert(alertOf(5)), { ...upsert(alertOf(3, { version: 2 })), op: 'leave' })
  const pill = await screen.findByRole('button', { name: '2 new · show' })
  expect(shown()).toEqual(['alert 3', 'alert 2', 'alert 1'])
  expect(cell(3).closest('.opacity-50')).not.toBeNull()
  await user.click(pill)
  expect(shown()).toEqual(['alert 5', 'alert 4', 'alert 2', 'alert 1'])
})

test('under a pointer that rests on the list no row moves; when it leaves, what is new comes in', async () => {
  const { user } = await open()
  await user.hover(cell(2))
  tell(upsert(alertOf(4)), upsert(alertOf(2, { version: 2, status: 'suppressed' })))
  await screen.findByRole('button', { name: '1 new · show' })
  expect(shown()).toEqual(['alert 3', 'alert 2', 'alert 1'])
  await user.unhover(cell(2))
  await waitFor(() => expect(shown()).toEqual(['alert 4', 'alert 3', 'alert 2', 'alert 1']))
})

test('b freezes the list and lets it go again', async () => {
  const { user } = await open()
  await user.keyboard('b')
  tell(upsert(alertOf(4)))
  await screen.findByRole('button', { name: '1 new · show' })
  await user.keyboard('b')
  await waitFor(() => expect(shown()[0]).toBe('alert 4'))
})

test('the filters of the address are those of the API; choosing one writes the address', async () => {
  const { to, search, user } = await open('/noc/alerts?client_id__in=7&alert_view=x')
  const asked = new URL(to('/noc/alerts/')[0]?.url ?? '').searchParams
  expect(Object.fromEntries(asked)).toMatchObject({ client_id__in: '7', workflow__in: 'open,acknowledged' })
  await user.click(screen.getByRole('button', { name: /^Warning/ }))
  expect(search()).toEqual({ client_id__in: '7', alert_view: 'x', severity__in: 'warning' })
  await user.click(screen.getByRole('link', { name: 'Resolved' }))
  await waitFor(() => expect(search()).toMatchObject({ workflow: 'resolved', severity__in: 'warning' }))
})

test('acknowledging several sends those that can be, says how many that is, and shows it before the answer', async () => {
  rows = [alertOf(3), acknowledgedOf(2), alertOf(1)]
  let answer = (_: Response) => {}
  const pending = new Promise<Response>((resolve) => {
    answer = resolve
  })
  const { to, user } = await open('/noc/alerts', { '/bulk-action/': () => pending })
  select(3, 2, 1)
  expect(screen.getByRole('toolbar').textContent).toContain('2 of 3 can be acknowledged')
  await user.keyboard('a')
  expect(screen.getAllByText('Acknowledged', { selector: '.rdg-cell *' })).toHaveLength(3)
  expect(await bodyOf(to('/bulk-action/')[0])).toEqual({ alert_ids: [3, 1], action: 'acknowledge' })
  answer(json({ results: [] }))
  expect(await screen.findByText('2 alerts acknowledged')).toBeTruthy()
  expect(screen.queryByRole('toolbar')).toBeNull()
})

test('a bulk action that was refused is taken back, says which alert stood in the way, and offers the others', async () => {
  let isRefused = true
  const why = [{ field: 'alert_ids.2', code: 'conflict', detail: 'It is resolved.' }]
  const { to, user } = await open('/noc/alerts', {
    '/bulk-action/': () =>
      isRefused ? refusal(409, 'Nothing', { code: 'bulk_refused', errors: why }) : json({ results: [] }),
  })
  select(3, 2, 1)
  await user.keyboard('a')
  const dialog = await screen.findByRole('dialog', { name: 'Nothing was done' })
  expect(within(dialog).getByRole('listitem').textContent).toBe('alert 2It is resolved.')
  expect(screen.queryAllByText('Acknowledged', { selector: '.rdg-cell *' })).toHaveLength(0)
  isRefused = false
  await user.click(within(dialog).getByRole('button', { name: 'Acknowledge the other 2' }))
  await waitFor(() => expect(to('/bulk-action/')).toHaveLength(2))
  expect(await bodyOf(to('/bulk-action/')[1])).toMatchObject({ alert_ids: [3, 1] })
})

test('a acknowledges the row under the cursor, and undo takes it back', async () => {
  const { to, user } = await open('/noc/alerts', {
    '/3/ack/': () => json(fullOf(acknowledgedOf(3))),
    '/3/unack/': () => json(fullOf(alertOf(3, { version: 3 }))),
  })
  await user.keyboard('ja')
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(to('/3/unack/')).toHaveLength(1))
})

test('a single refusal shows the server’s reason and the row as it was', async () => {
  const { user } = await open('/noc/alerts', { '/3/ack/': () => refusal(409, 'Ben was faster.') })
  await user.keyboard('ja')
  expect(await screen.findByText('Ben was faster.')).toBeTruthy()
  expect(screen.queryAllByText('Acknowledged', { selector: '.rdg-cell *' })).toHaveLength(0)
})

test('resolving asks for notes; the keys are dead while somebody types', async () => {
  const { to, user } = await open('/noc/alerts', {
    '/3/resolve/': () => json(fullOf(alertOf(3, { version: 2, workflow: 'resolved', status: 'resolved' }))),
  })
  await user.keyboard('jr')
  await user.type(await screen.findByLabelText(/What solved it/), 'a jar')
  await user.click(screen.getByRole('button', { name: 'Resolve' }))
  await waitFor(() => expect(shown()).toEqual(['alert 2', 'alert 1']))
  expect(await bodyOf(to('/3/resolve/')[0])).toEqual({ notes: 'a jar' })
  await user.type(screen.getByRole('searchbox'), 'ar')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(to('/ack/')).toHaveLength(0)
})

test('an incident is proposed by the worst alert, and its toast leads to it by key', async () => {
  rows = [alertOf(3, { severity: 'critical' }), alertOf(2), alertOf(1)]
  const { to, user, router } = await open('/noc/alerts', {
    '/noc/incidents/': () => json({ id: 12, number: 'INC-12', title: 'alert 3 (and 2 more)' }, 201),
  })
  select(3, 2, 1)
  await user.keyboard('{Shift>}M{/Shift}')
  const title = await screen.findByLabelText<HTMLInputElement>(/Title/)
  expect(title.value).toBe('alert 3 (and 2 more)')
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Make incident' }))
  await screen.findByRole('button', { name: 'Go to INC-12' })
  expect(screen.getByText('INC-12 is open with 3 alerts')).toBeTruthy()
  expect(await bodyOf(to('/noc/incidents/')[0])).toMatchObject({ alert_ids: [3, 2, 1] })
  await user.keyboard('{F6}{Tab}{Tab}{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/incidents/12'))
})

test('an incident that some alerts stand in the way of says which, and is proposed anew for the others', async () => {
  rows = [alertOf(3, { severity: 'critical' }), alertOf(2), alertOf(1)]
  const errors = [{ field: 'alert_ids.3', code: 'has_incident', detail: 'alert 3 belongs to INC-9' }]
  const { user } = await open('/noc/alerts', {
    '/noc/incidents/': () => refusal(409, 'alert 3 belongs to INC-9', { code: 'conflict', errors }),
  })
  select(3, 2, 1)
  await user.keyboard('{Shift>}M{/Shift}')
  const dialog = await screen.findByRole('dialog', { name: 'Make an incident of 3 alerts' })
  await user.click(await within(dialog).findByRole('button', { name: 'Make incident' }))
  const why = await screen.findByRole('dialog', { name: 'Nothing was done' })
  expect(within(why).getByRole('listitem').textContent).toBe('alert 3alert 3 belongs to INC-9')
  await user.click(within(why).getByRole('button', { name: 'Make incident of the other 2' }))
  const title = await screen.findByLabelText<HTMLInputElement>(/Title/)
  expect(title.value).toBe('alert 1 (and 1 more)')
})

test('Ctrl+A twice selects all that match, read page by page, and acts on every one of them', async () => {
  const pageAt = ({ url }: Request) => {
    const isSecond = new URL(url).searchParams.get('cursor') === 'two'
    const results = isSecond ? [alertOf(2), alertOf(1)] : [alertOf(4), alertOf(3)]
    return json({ results, count: 4, next: isSecond ? null : '/api/noc/alerts/?cursor=two', previous: null })
  }
  const { to, user } = await open('/noc/alerts', {
    '/noc/alerts/': pageAt,
    '/bulk-action/': () => json({ results: [] }),
  })
  await user.keyboard('{Control>}a{/Control}')
  expect(screen.getByRole('toolbar').textContent).toContain('Select all 4 that match')
  await user.keyboard('{Control>}a{/Control}')
  await screen.findByText('4 selected (all that match)')
  await user.keyboard('a')
  await waitFor(() => expect(to('/bulk-action/')).toHaveLength(1))
  expect(await bodyOf(to('/bulk-action/')[0])).toMatchObject({ alert_ids: [4, 3, 2, 1] })
})

test('another selection ends the way to all', async () => {
  let answer = (_: Response) => {}
  const { user } = await open('/noc/alerts', {
    '/noc/alerts/': ({ url }: Request) =>
      new URL(url).searchParams.get('cursor') === 'two'
        ? new Promise<Response>((resolve) => {
            answer = resolve
          })
        : json({ results: rows, count: 4, next: '/api/noc/alerts/?cursor=two', previous: null }),
  })
  await user.keyboard('{Control>}aa{/Control}')
  await screen.findByText('Selecting: 3 of 4 read')
  select(3)
  answer(json({ results: [alertOf(0)], next: null }))
  expect(await screen.findByText('2 selected')).toBeTruthy()
})

test('with nothing open the board is green and says since when', async () => {
  const since = new Date()
  serve(() => [], {
    '/noc/alerts/': ({ url }: Request) => {
      const isOver = new URL(url).searchParams.get('workflow') === 'resolved'
      const results = isOver ? [alertOf(1, { resolved_at: since.toISOString() })] : []
      return json({ results, count: results.length, next: null, previous: null })
    },
  })
  await show('/noc/alerts')
  const clock = since.toLocaleTimeString('en-US', { hour: '2-digit', minute: '2-digit' })
  expect(await screen.findByRole('heading', { name: `All quiet since ${clock}` })).toBeTruthy()
})

test('before the first alert, whoever may connect a source is led there', async () => {
  const me = tokensFor('token')
  const permissions = ['noc:view', 'noc:configure']
  serve(() => [], { '/refresh/': () => json({ ...me, user: { ...me.user, permissions } }) })
  await show('/noc/alerts')
  const link = await screen.findByRole('link', { name: 'Connect a source' })
  expect(link.getAttribute('href')).toBe('/noc/integrations')
})

test('before the first alert, who may not connect a source is not led there', async () => {
  serve(() => [])
  await show('/noc/alerts')
  await screen.findByText('No alerts yet')
  expect(screen.queryByRole('link', { name: 'Connect a source' })).toBeNull()
})

test('filtered to nothing, the way out is one press', async () => {
  serve(() => [])
  const { search } = await show('/noc/alerts?severity__in=low')
  await userEvent.click(await screen.findByRole('link', { name: 'Clear filters' }))
  await waitFor(() => expect(search()).toEqual({}))
})

test('a list that cannot be read says why and is asked for again on a press', async () => {
  let isBroken = true
  rows = [alertOf(3)]
  serve(() => rows, {
    '/noc/alerts/': () => (isBroken ? refusal(400, 'Odd filter.') : json({ results: rows, next: null })),
  })
  await show('/noc/alerts')
  expect((await screen.findByRole('alert')).textContent).toContain('Odd filter.')
  isBroken = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('alert 3')).toBeTruthy()
})

import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Incident } from '../../lib/api/types.ts'
import type { LiveEvent } from '../../lib/live/frames.ts'
import { live } from '../../lib/live/live.ts'
import { json, refusal } from '../../test/fake-api.ts'
import { IncidentPage } from './incident-page.tsx'
import { agent, incident, page, recordAnswers, renderAt, serve } from './incidents.fixture.tsx'

type Tell = (event: Partial<LiveEvent>) => void

/** Stands in for the stream: what is told reaches those who listen to its topic. */
function fakeStream(): Tell {
  const listeners: Parameters<typeof live.subscribe>[] = []
  vi.spyOn(live, 'subscribe').mockImplementation((...subscription) => {
    listeners.push(subscription)
    return () => false
  })
  return (event) => {
    const full = {
      id: ['incidents'],
      k: 'incident',
      op: 'upsert',
      eid: 7,
      ver: 4,
      d: {},
      ...event,
    } as LiveEvent
    const topic = `${full.k.replaceAll('_', '-')}s`
    for (const [of, listener] of listeners) if (of === topic) listener({ type: 'event', event: full })
  }
}

const show = () => renderAt('/incidents/7', <IncidentPage id={7} />)
const button = (name: string | RegExp) => screen.findByRole('button', { name })

beforeEach(() => vi.stubGlobal('WebSocket', class {}))

/** Answers the record, and refuses to change it over another version; `sent` keeps the versions that were tried. */
function versioned(record: Incident) {
  const state = { record, sent: [] as string[] }
  const answer = async (request: Request) => {
    if (request.method !== 'PATCH') return json(state.record)
    const ifMatch = request.headers.get('if-match') ?? ''
    state.sent.push(ifMatch)
    if (ifMatch !== `"v${state.record.version}"`) return refusal(412, 'stale')
    state.record = { ...state.record, ...(await request.json()), version: state.record.version + 1 }
    return json(state.record)
  }
  return { state, answer }
}

test('a live change redraws the record and leaves every editor as it is', async () => {
  const tell = fakeStream()
  let record: Incident = incident
  await serve(
    agent,
    recordAnswers(() => record),
  )
  show()
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /Public reply/ })
  await userEvent.type(field, 'half')
  await userEvent.click(await button('Edit title'))
  const title = screen.getByRole<HTMLInputElement>('textbox', { name: 'Title' })
  await userEvent.type(title, ' again')
  record = { ...incident, version: 4, title: 'Theirs', status: 'on_hold', status_category: 'hold' }
  tell({ ver: 4 })
  await screen.findByText('On hold')
  expect([field.isConnected, field.value]).toEqual([true, 'half'])
  expect([title.isConnected, title.value]).toEqual([true, 'VPN drops again'])
})

test('two people change the title: both are shown, and the own text stays until one was chosen', async () => {
  const { state, answer } = versioned(incident)
  await serve(agent, { ...recordAnswers(), '/incidents/7/': answer })
  show()
  await userEvent.click(await button('Edit title'))
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Title' })
  await userEvent.type(field, ' mine')
  state.record = { ...state.record, title: 'Theirs', version: 4 }
  await userEvent.click(await button('Save'))
  const dialog = await screen.findByRole('dialog', { name: /changed the title/ })
  expect(dialog.textContent).toContain('VPN drops mine')
  expect(dialog.textContent).toContain('Theirs')
  await userEvent.keyboard('{Escape}')
  expect(field.value).toBe('VPN drops mine')
  await userEvent.click(await button('Save'))
  await userEvent.click(await button('Save mine'))
  expect(await screen.findByRole('heading', { name: 'VPN drops mine' })).toBeTruthy()
})

test('a change of another field is merged without a word', async () => {
  const { state, answer } = versioned(incident)
  await serve(agent, { ...recordAnswers(), '/incidents/7/': answer })
  show()
  await userEvent.click(await button('Edit title'))
  await userEvent.type(screen.getByRole('textbox', { name: 'Title' }), ' mine')
  state.record = { ...state.record, urgency: 1, version: 4 }
  await userEvent.click(await button('Save'))
  expect(await screen.findByRole('heading', { name: 'VPN drops mine' })).toBeTruthy()
  expect(state.sent).toEqual(['"v3"', '"v4"'])
})

test('a comment of somebody else appears when the stream tells of it; one of another incident asks for nothing', async () => {
  const tell = fakeStream()
  let comments: object[] = []
  const { to } = await serve(agent, { ...recordAnswers(), '/comments/': () => page(comments) })
  show()
  await screen.findByText('Nobody has written yet')
  const before = to('/comments/').length
  const told: Partial<LiveEvent> = { k: 'incident_comment', eid: 31, ver: 1 }
  tell({ ...told, d: { incident_id: 8 } })
  const author = { id: 9, name: 'Ben' }
  comments = [
    {
      id: 31,
      incident_id: 7,
      body: 'It is the fuse.',
      visibility: 'public',
      author,
      version: 1,
      created_at: '2026-06-01T09:00:00Z',
      updated_at: '2026-06-01T09:00:00Z',
    },
  ]
  tell({ ...told, d: { incident_id: 7 } })
  expect(await screen.findByText('It is the fuse.')).toBeTruthy()
  expect(to('/comments/')).toHaveLength(before + 1)
})

test('linked alerts are asked for only by those who see alerts, and follow the stream', async () => {
  const tell = fakeStream()
  const alert = {
    id: 3,
    title: 'uplink down',
    severity: 'critical',
    status: 'open',
    occurrence_count: 2,
    version: 1,
    starts_at: '2026-06-01T08:00:00Z',
    incident_id: 7,
  }
  const { to } = await serve([...agent, 'noc:view'], { '/alerts/': () => page([alert]), ...recordAnswers() })
  show()
  expect(await screen.findByText('Critical')).toBeTruthy()
  expect(to('/alerts/')[0]?.url).toContain('incident_id=7')
  tell({ k: 'alert', eid: 3, ver: 2, d: { ...alert, version: 2, severity: 'low' } })
  expect(await screen.findByText('Low')).toBeTruthy()
})

test('without the permission no alert is asked for', async () => {
  const { to } = await serve(agent, recordAnswers())
  show()
  await screen.findByRole('heading', { name: 'VPN drops' })
  expect(to('/alerts/')).toHaveLength(0)
})

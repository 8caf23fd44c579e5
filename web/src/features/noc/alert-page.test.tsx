import { screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { session } from '../../lib/api/client.ts'
import { json, refusal, tokensFor } from '../../test/fake-api.ts'
import { alertOf, fullOf, leave, offers, serve, show } from './alerts.fixture.tsx'

vi.mock('../../lib/live/live.ts', () => ({
  live: { state: { get: () => ({ status: 'live' }) } },
  useLive: () => {},
}))

afterEach(leave)

const actor = { kind: 'user', id: 2, name: 'Ben' }
const happening = (id: number, event: string, details: object) => ({
  id,
  event,
  details,
  actor,
  at: '2026-01-01T00:00:00Z',
})

test('the buttons are those that the record offers, the links only those of the web', async () => {
  const alert = alertOf(7, {
    actions: offers(['resolve']),
    incident_id: 3,
    incident: { id: 3, name: 'INC-3' },
  })
  const links = [
    { href: 'https://runbooks.example.org/x', text: 'Run book' },
    { href: 'javascript:alert(1)', text: 'Trap' },
  ]
  serve(() => [], {
    '/7/': () => json(fullOf(alert, { links, time_to_ack: 7265 })),
    '/timeline/': () => json({ results: [] }),
  })
  await show('/noc/alerts/7')
  const link = await screen.findByRole('link', { name: 'Run book' })
  expect(link.getAttribute('rel')).toContain('noopener')
  expect(screen.queryByText('Trap')).toBeNull()
  expect(screen.getByText('2h 1m')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Resolve' })).toBeTruthy()
  for (const name of ['Acknowledge', 'Assign', 'Make incident'])
    expect(screen.queryByRole('button', { name })).toBeNull()
})

test('through other eyes an alert is all there, and offers nothing to do', async () => {
  serve(() => [], {
    '/7/': () => json(fullOf(alertOf(7, { actions: offers(['resolve']) }))),
    '/timeline/': () => json({ results: [] }),
  })
  await show('/noc/alerts/7')
  await screen.findByRole('button', { name: 'Resolve' })
  await screen.findByRole('button', { name: 'Make incident' })
  const { access, user } = tokensFor('as ben')
  session.viewAs({ access, user: { ...user, permissions: ['noc:view', 'noc:ack'] } })
  for (const name of ['Resolve', 'Make incident'])
    await waitFor(() => expect(screen.queryByRole('button', { name })).toBeNull())
  expect(screen.getByRole('heading', { name: alertOf(7).title })).toBeTruthy()
})

test('the history reads as sentences, with what people said', async () => {
  serve(() => [], {
    '/timeline/': () =>
      json({
        results: [
          happening(4, 'resolved', { resolution: 'source' }),
          happening(3, 'escalated', { escalation_level: 2, team_id: 5, reason: 'Customer called' }),
          happening(2, 'severity_raised', { severity: 'critical', severity_before: 'low' }),
          happening(1, 'teleported', {}),
        ],
      }),
    '/teams/5/': () => json({ id: 5, name: 'Network' }),
    '/7/': () => json(fullOf(alertOf(7))),
  })
  await show('/noc/alerts/7')
  const history = await screen.findByRole('list', { name: 'History' })
  await waitFor(() => expect(history.textContent).toContain('escalated to level 2, to Network'))
  expect(history.textContent).toMatch(/Ben.*said that it is over.*Customer called.*Low.*Critical.*teleported/)
})

test('an alert that is not there, or another’s, leads back to the list', async () => {
  serve(() => [], { '/7/': () => refusal(404, 'There is no such alert.') })
  await show('/noc/alerts/7')
  expect(await screen.findByRole('heading', { name: 'There is no such alert' })).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Back to the alerts' })).toBeTruthy()
})

import { screen } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import type { IncidentMetric } from '../../lib/api/types.ts'
import { renderWith } from '../../test/render.tsx'
import { holdsOf, IncidentMetrics } from './incident-metrics.tsx'
import { agent, page, serve } from './incidents.fixture.tsx'

const metric: Partial<IncidentMetric> = {
  id: 1,
  incident_id: 7,
  ack_s: 95,
  assign_s: null,
  first_response_s: 7500,
  wall_resolve_s: null,
  hold_s: { awaiting_vendor: 600, awaiting_caller: 3600 },
  fcr: null,
}

beforeEach(() => vi.stubGlobal('WebSocket', class {}))

test('holds add up, and the longest reason comes first', () => {
  expect(holdsOf({ hold_s: { awaiting_vendor: 600, awaiting_caller: 3600 } })).toEqual({
    total: 4200,
    reasons: [
      ['awaiting_caller', 3600],
      ['awaiting_vendor', 600],
    ],
  })
})

test('spans are told in words that can be read; what has not happened is left out', async () => {
  await serve(agent, { '/incident-metrics/': () => page([metric]) })
  renderWith(<IncidentMetrics incidentId={7} />)
  const list = (await screen.findByText('To acknowledge')).closest('dl')
  expect(list?.textContent).toContain('To acknowledge1m 35s')
  expect(list?.textContent).toContain('To first reply2h 5m')
  expect(list?.textContent).toContain('On hold1h 10mWaiting for the requester · 1h')
  expect(screen.queryByText('To resolve')).toBeNull()
})

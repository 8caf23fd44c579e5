import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import { session } from '../../lib/api/client.ts'
import type { Incident } from '../../lib/api/types.ts'
import { anySearch, parseSearch, stringifySearch } from '../../lib/url/search.ts'
import { fakeApi, json, tokensFor } from '../../test/fake-api.ts'
import { renderWith } from '../../test/render.tsx'

/** What an agent may do, as far as incidents are concerned. */
export const agent = ['view', 'view_all', 'create', 'update', 'assign', 'comment', 'read_internal']
  .map((right) => `incidents.${right}`)
  .concat('people.view')
export const endUser = ['incidents.view', 'incidents.create', 'incidents.comment']

export const incident: Incident = {
  id: 7,
  number: 'INC-7',
  title: 'VPN drops',
  status: 'in_progress',
  status_category: 'active',
  priority: 2,
  impact: 1,
  urgency: 2,
  channel: 'phone',
  requester_id: 5,
  requester: { id: 5, name: 'Eve Martín' },
  assignee_id: null,
  assignee: null,
  team_id: 2,
  team: { id: 2, name: 'Network' },
  client_id: null,
  client: null,
  parent_id: null,
  parent: null,
  escalation_level: 0,
  is_vip: false,
  priority_source: 'matrix',
  major_state: null,
  next_communication_at: null,
  review_state: null,
  resolved_at: null,
  actions: [
    { action: 'assign', requires: [] },
    { action: 'hold', requires: ['hold_reason'] },
    { action: 'resolve', requires: ['resolution_code', 'resolution_notes'] },
    { action: 'cancel', requires: ['reason'] },
  ],
  version: 3,
  created_at: '2026-06-01T08:00:00Z',
  updated_at: '2026-06-01T09:00:00Z',
  created_by: 5,
  updated_by: 5,
  description: 'Every ten minutes.',
  site_id: null,
  site: null,
  configuration_item_id: null,
  configuration_item: null,
  hold_reason: null,
  hold_until: null,
  reassignment_count: 0,
  resolution_code: null,
  resolution_notes: null,
  cancel_reason: null,
  acknowledged_at: null,
  resolved_by: null,
  closed_at: null,
  closed_by: null,
  resumed_at: null,
  reopened_at: null,
  reopened_by: null,
  reopen_count: 0,
  affected_users: null,
  effective_impact: 1,
  effective_urgency: 2,
  priority_reasons: [{ rule: 'matrix', field: 'priority', from: null, to: 2, input: '1/2' }],
  escalated_at: null,
  escalated_to_id: null,
  escalated_to: null,
  major_rule: null,
  major_reason: null,
  major_decided_at: null,
  major_decided_by: null,
  major_rejection_reason: null,
  commander_id: null,
  commander: null,
  bridge_url: null,
  communication_audience: null,
  communication_cadence_minutes: null,
  last_communication_at: null,
  reviewed_at: null,
  reviewed_by: null,
  review_summary: null,
  review_cause: null,
  review_lessons: null,
  review_actions: null,
  children: [],
  links: [],
}

export const page = (results: unknown[]) => json({ results, next: null, previous: null })

type Answers = Parameters<typeof fakeApi>[0]

/** Signs somebody with these permissions in, before a server that answers as told. */
export async function serve(permissions: readonly string[], answers: Answers) {
  const { access, user } = tokensFor('token')
  const login = () => json({ access, user: { ...user, permissions: [...permissions] } })
  const server = fakeApi({ '/login/': login, ...answers })
  await session.signIn('ana', 'secret')
  return server
}

/** The record of incident 7 behind the usual addresses; what is given comes first. */
export const recordAnswers = (record: () => Incident = () => incident): Answers => ({
  '/comments/': () => page([]),
  '/timeline/': () => json({ results: [] }),
  '/incident-attachments/': () => page([]),
  '/incident-workarounds/': () => page([]),
  '/incident-metrics/': () => page([]),
  '/incidents/7/': () => json(record()),
})

/** Draws a page at an address; the queue and a record have theirs, so that links lead somewhere. */
export function renderAt(path: string, ui: ReactNode) {
  vi.stubGlobal('scrollTo', () => {})
  const root = createRootRoute({ validateSearch: anySearch })
  const rest = createRoute({ getParentRoute: () => root, path: '$', component: () => ui })
  const history = createMemoryHistory({ initialEntries: [path] })
  const router = createRouter({ routeTree: root.addChildren([rest]), history, parseSearch, stringifySearch })
  const { unmount } = renderWith(<RouterProvider router={router as never} />)
  return { history, unmount }
}

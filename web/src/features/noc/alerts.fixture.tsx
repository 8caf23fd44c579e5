import { QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RegisteredRouter,
  RouterProvider,
  useParams,
} from '@tanstack/react-router'
import { act, cleanup, render } from '@testing-library/react'
import { toasts } from '../../components/toast-queue.ts'
import { ToastRegion } from '../../components/toast-region.tsx'
import { session } from '../../lib/api/client.ts'
import { createQueryClient } from '../../lib/api/query-client.ts'
import type { Alert, AlertSummary, Severity } from '../../lib/api/types.ts'
import { Language } from '../../lib/i18n/language.tsx'
import type { LiveEvent } from '../../lib/live/frames.ts'
import type { Listener } from '../../lib/live/topics.ts'
import { anySearch, parseSearch, stringifySearch } from '../../lib/url/search.ts'
import { fakeApi, json, tokensFor } from '../../test/fake-api.ts'
import { AlertConsole } from './alert-console.tsx'
import { AlertPage } from './alert-page.tsx'

const CAN = ['ack', 'assign', 'escalate', 'resolve']
const NEEDS: Record<string, string[]> = { resolve: ['notes'], escalate: ['reason'] }

export const offers = (names: readonly string[]) =>
  names.map((action) => ({ action, requires: NEEDS[action] ?? [] }))

/** An open alert that the caller may do everything with; the higher its id, the later it started. */
export function alertOf(id: number, more: Partial<AlertSummary> = {}): AlertSummary {
  const at = new Date(Date.UTC(2026, 0, 1) + id * 1000).toISOString()
  return {
    id,
    status: 'open',
    severity: 'warning' satisfies Severity,
    title: `alert ${id}`,
    dedup_key: `key-${id}`,
    condition: 'firing',
    workflow: 'open',
    suppressed_by: [],
    occurrence_count: 1,
    refire_count: 0,
    labels: {},
    starts_at: at,
    last_seen_at: at,
    resolved_at: null,
    integration_id: 1,
    integration: { id: 1, name: 'Prometheus' },
    client_id: null,
    client: null,
    site_id: null,
    site: null,
    configuration_item_id: null,
    configuration_item: null,
    assignee_id: null,
    assignee: null,
    team_id: null,
    team: null,
    incident_id: null,
    incident: null,
    escalation_level: 0,
    actions: offers(CAN),
    version: 1,
    created_at: at,
    updated_at: at,
    created_by: null,
    updated_by: null,
    ...more,
  }
}

export const acknowledgedOf = (id: number) =>
  alertOf(id, {
    status: 'acknowledged',
    workflow: 'acknowledged',
    version: 2,
    actions: offers(['unack', 'assign', 'resolve']),
  })

export const fullOf = (alert: AlertSummary, more: Partial<Alert> = {}): Alert => ({
  ...alert,
  description: '',
  annotations: {},
  links: [],
  ends_at: null,
  expires_at: null,
  acknowledged_at: null,
  acknowledged_by: null,
  resolved_by: null,
  resolution: null,
  resolution_notes: null,
  resolved_while_firing: false,
  orphan_resolve: false,
  previous_alert_id: null,
  time_to_ack: null,
  time_to_resolve: null,
  ...more,
})

export const upsert = (alert: AlertSummary): LiveEvent => ({
  id: ['alerts'],
  k: 'alert',
  op: 'upsert',
  eid: alert.id,
  ver: alert.version,
  d: { ...alert },
})

/** Stands in for the live connection; `tell` says something to everybody who listens. */
export const listeners = new Set<Listener>()
export function tell(...events: LiveEvent[]) {
  act(() => {
    for (const event of events) for (const listener of listeners) listener({ type: 'event', event })
  })
}

type Answers = Parameters<typeof fakeApi>[0]

const me = tokensFor('token')
const operator = { ...me, user: { ...me.user, permissions: ['noc:view', 'noc:ack', 'noc:escalate'] } }

/** The server of these tests: a list, its figures, and what else a test adds. */
export function serve(rows: () => readonly AlertSummary[], more: Answers = {}) {
  return fakeApi({
    '/refresh/': () => json(operator),
    '/counts/': () => json({ open: rows().length, by_severity: { warning: rows().length }, by_status: {} }),
    '/noc/alerts/': () => json({ results: rows(), count: rows().length, next: null, previous: null }),
    '/clients/': () => json({ results: [], next: null, previous: null }),
    '/integrations/': () => json({ results: [], next: null, previous: null }),
    ...more,
  })
}

/** Signs in and shows the page at an address, with everything around it that it needs. */
export async function show(address: string) {
  await session.restore()
  const root = createRootRoute({ validateSearch: anySearch })
  const list = createRoute({ getParentRoute: () => root, path: '/noc/alerts', component: AlertConsole })
  const one = createRoute({
    getParentRoute: () => root,
    path: '/noc/alerts/$id',
    component: function OneRoute() {
      const { id } = useParams({ strict: false })
      return <AlertPage id={Number(id)} />
    },
  })
  const router = createRouter({
    routeTree: root.addChildren([list, one]),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch,
    stringifySearch,
  })
  const client = createQueryClient(() => {})
  render(
    <Language>
      <QueryClientProvider client={client}>
        <RouterProvider router={router as unknown as RegisteredRouter} />
        <ToastRegion />
      </QueryClientProvider>
    </Language>,
  )
  return { search: () => router.state.location.search as Record<string, string>, router }
}

/** For after each test: nothing of it is shown, told or signed in any more. */
export async function leave() {
  cleanup()
  toasts.clear()
  fakeApi({ '/logout/': () => json({}) })
  await session.signOut()
}

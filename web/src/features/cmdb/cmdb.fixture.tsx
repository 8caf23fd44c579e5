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
import type { ConfigurationItem } from '../../lib/api/types.ts'
import { anySearch, parseSearch, stringifySearch } from '../../lib/url/search.ts'
import { fakeApi, json, tokensFor } from '../../test/fake-api.ts'
import { renderWith } from '../../test/render.tsx'

export const item: ConfigurationItem = {
  id: 4,
  name: 'core-sw-1',
  host_name: 'core-sw-1.example.org',
  ip_address: '192.0.2.7',
  kind: 'switch',
  status: 'live',
  criticality: 'high',
  client_id: 3,
  client: { id: 3, name: 'Northwind' },
  site_id: null,
  site: null,
  version: 2,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  created_by: 1,
  updated_by: 1,
}

export const page = (results: unknown[]) => json({ results, next: null, previous: null })
export const manager = ['cmdb.view', 'cmdb.manage', 'incidents.view', 'noc:view']

type Answers = Parameters<typeof fakeApi>[0]

/** Draws a page at an address for somebody with these permissions; what is given takes the place of the usual answers. */
export async function open(path: string, ui: ReactNode, answers: Answers = {}, permissions = manager) {
  vi.stubGlobal('scrollTo', () => {})
  const { access, user } = tokensFor('token')
  const server = fakeApi({
    '/login/': () => json({ access, user: { ...user, permissions } }),
    '/incidents/': () => page([]),
    '/noc/alerts/': () => page([]),
    '/configuration-items/4/': () => json(item),
    '/configuration-items/': () => page([item]),
    ...answers,
  })
  await session.signIn('ana', 'secret')
  const root = createRootRoute({ validateSearch: anySearch })
  const rest = createRoute({ getParentRoute: () => root, path: '$', component: () => ui })
  const history = createMemoryHistory({ initialEntries: [path] })
  const router = createRouter({ routeTree: root.addChildren([rest]), history, parseSearch, stringifySearch })
  renderWith(<RouterProvider router={router as never} />)
  return { ...server, history }
}

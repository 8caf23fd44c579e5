import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, vi } from 'vitest'
import { App } from '../../app/app.tsx'
import { session } from '../../lib/api/client.ts'
import type { Role, User } from '../../lib/api/types.ts'
import { fakeApi, json, tokensFor } from '../../test/fake-api.ts'

const stamps = {
  version: 3,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  created_by: 1,
  updated_by: 1,
}

export const bo: User = {
  id: 7,
  username: 'bo',
  email: 'bo@example.org',
  display_name: 'Bo Berg',
  department_id: null,
  department: null,
  manager_id: null,
  manager: null,
  is_active: true,
  is_superuser: false,
  is_vip: false,
  mfa_enabled: true,
  invited_at: null,
  roles: ['agent'],
  client_ids: [],
  phone: null,
  mobile_phone: null,
  time_zone: 'UTC',
  locale: 'en',
  anonymised_at: null,
  last_login_at: null,
  ...stamps,
}

const role = (id: number, key: string, name: string, permissions: string[], is_system = true): Role => ({
  ...{ id, key, name, description: '', is_system, permissions },
  ...stamps,
})
export const roles = [
  role(1, 'administrator', 'Administrator', ['incidents.delete', 'incidents.view', 'people.view']),
  role(2, 'agent', 'Agent', ['incidents.view']),
  role(9, 'night', 'Night watch', ['incidents.view'], false),
]
export const agentGrant = {
  ...{ id: 31, user_id: 7, user: { id: 7, name: 'Bo Berg' }, role: 'agent', scope: 'team', scope_id: 2 },
  ...{ scope_record: { id: 2, name: 'Network' }, valid_from: null, valid_until: null },
  ...stamps,
}

export const page = (results: unknown[]) => json({ next: null, previous: null, results })

/** Opens an address as somebody of these permissions; `answers` come before the usual ones. */
export function open(path: string, permissions: string[], answers: Parameters<typeof fakeApi>[0] = {}) {
  const { access, user } = tokensFor('token')
  history.replaceState(null, '', path)
  const server = fakeApi({
    '/refresh/': () => json({ access, user: { ...user, permissions } }),
    ...answers,
    '/users/7/': () => json(bo),
    '/users/': () => page([bo]),
    '/roles/': () => page(roles),
    '/user-roles/': () => page([agentGrant]),
  })
  render(<App />)
  return server
}

export const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }))

class SilentSocket {
  close() {}
}

/** Each test starts signed out, without a live stream. */
export function startSignedOut() {
  beforeEach(() => vi.stubGlobal('WebSocket', SilentSocket))
  afterEach(async () => {
    fakeApi({ '/logout/': () => json({}) })
    await session.signOut()
    history.replaceState(null, '', '/')
  })
}

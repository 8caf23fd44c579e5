import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, vi } from 'vitest'
import { App } from '../../../app/app.tsx'
import { session } from '../../../lib/api/client.ts'
import { fakeApi, json, tokensFor } from '../../../test/fake-api.ts'
import type { Integration } from './integration.shape.ts'

export const KEY = 'wdk_secret'
export const prometheus: Integration = {
  id: 7,
  name: 'Prometheus Zagreb',
  kind: 'alertmanager',
  client_id: 3,
  site_id: null,
  is_active: true,
  settings: {},
  version: 2,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  created_by: 1,
  updated_by: 1,
}
export const page = (results: unknown[]) => json({ next: null, previous: null, results })
export const withKey = { ...prometheus, key: KEY, url: `https://watch.example/am/${KEY}` }

type Answers = Parameters<typeof fakeApi>[0]

/** Opens the page with somebody of these permissions; `answers` come before the usual ones. */
export function open(answers: Answers = {}, permissions = ['noc:view', 'noc:configure']) {
  const { access, user } = tokensFor('token')
  history.replaceState(null, '', '/noc/integrations')
  const server = fakeApi({
    '/refresh/': () => json({ access, user: { ...user, permissions } }),
    '/clients/3/': () => json({ id: 3, name: 'Northwind' }),
    '/noc/clients/': () => page([]),
    '/noc/alerts/': () => page([]),
    ...answers,
    '/noc/integrations/': (request) =>
      answers['/noc/integrations/']?.(request) ??
      (request.method === 'POST' ? json(withKey, 201) : page([prometheus])),
  })
  render(<App />)
  return server
}

export const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }))

export async function choose(action: string) {
  await press('Actions of Prometheus Zagreb')
  await userEvent.click(await screen.findByRole('menuitem', { name: action }))
}

export async function connect() {
  await press('Connect a source')
  await userEvent.type(await screen.findByLabelText(/^Name/), 'Prometheus Zagreb')
  await press('Connect')
}

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

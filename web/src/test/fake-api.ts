import { vi } from 'vitest'
import type { Me, SignedIn } from '../lib/api/types.ts'

const ana: Me = {
  id: 1,
  username: 'ana',
  display_name: 'Ana Kovač',
  email: 'ana@example.org',
  organization_id: 1,
  organization: { id: 1, name: 'Acme' },
  roles: ['operator'],
  permissions: ['noc:view', 'incidents.view'],
  is_superuser: false,
  mfa_enabled: false,
  time_zone: 'Europe/Zagreb',
  locale: 'en-GB',
}

export const tokensFor = (access: string): SignedIn => ({ access, user: ana })

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

export const refusal = (status: number, detail: string, more: object = {}, headers = {}) =>
  json(
    { type: '/problems/x', title: 'Refused', status, code: 'x', detail, request_id: 'r-1', ...more },
    status,
    headers,
  )

type Answer = (request: Request) => Response | Promise<Response>

/** Stands in for the server: answers by the last parts of the path, and keeps every request. */
export function fakeApi(answers: Record<string, Answer>) {
  const requests: Request[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request =
      input instanceof Request ? input : new Request(new URL(String(input), location.origin), init)
    const received = request.clone()
    requests.push(request.clone())
    await request.arrayBuffer() // Like the network, it takes the body: a request can be sent once.
    const path = new URL(request.url).pathname
    const found = Object.entries(answers).find(([end]) => path.endsWith(end))
    return found ? found[1](received) : refusal(404, `nobody answers ${path}`)
  })
  return { requests, to: (end: string) => requests.filter(({ url }) => new URL(url).pathname.endsWith(end)) }
}

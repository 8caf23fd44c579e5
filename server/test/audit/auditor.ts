import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { events as catalogue } from '../../src/app/modules.ts'
import type { Answer } from '../client.ts'
import type { Person, TestServer } from '../harness.ts'
import { operationOf } from '../openapi.ts'

/** Calls operations that change something, and holds each against the ledger. */
export interface Auditor {
  admin: Person
  /** @param events exactly what the call leaves in the ledger, in this order */
  call(method: string, path: string, body: unknown, ...events: string[]): Promise<Answer['body']>
  /** The same for what was sent otherwise. */
  check(method: string, path: string, answer: Answer, events: string[]): Promise<Answer['body']>
  /** `POST /api/v1/teams/`, for each operation that was called with success. */
  called: ReadonlySet<string>
}

export const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

export function createAuditor(server: () => TestServer): Auditor {
  const called = new Set<string>()

  async function check(method: string, path: string, answer: Answer, events: string[]) {
    const operation = operationOf(server().operations, method, path)
    const name = operation ? nameOf(operation) : `${method} ${path}`
    expect(answer.status, `${name}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
    called.add(name)
    const { userId, username } = server().tenant.administrator
    const rows = await server().sql(
      `select event, event_version, actor_kind, actor_id, actor_name, address is not null as has_address
       from app.ledger where request_id = $1 order by id`,
      [answer.headers.get('x-request-id')],
    )
    const wanted = events.map((event) => ({
      event,
      event_version: catalogue.get(event)?.version,
      actor_kind: 'user',
      actor_id: userId,
      actor_name: username,
      has_address: true,
    }))
    expect(rows, name).toEqual(wanted)
    return answer.body
  }

  /** With a key: the same again is answered as it was, and leaves nothing in the ledger. */
  async function call(method: string, path: string, body: unknown, ...events: string[]) {
    const { administrator } = server().tenant
    const key = { 'idempotency-key': randomUUID() }
    const answer = await administrator.send(method, path, body, key)
    await check(method, path, answer, events)
    if (method !== 'POST' || /^\/api\/v1\/(auth\/|users\/change_password\/)/.test(path)) return answer.body
    const again = await administrator.send(method, path, body, key)
    const written = await server().sql('select id from app.ledger where request_id = $1', [
      again.headers.get('x-request-id'),
    ])
    expect(written, `${path} repeated`).toEqual([])
    if (again.body.code === 'already_done') return answer.body
    expect(again.headers.get('idempotent-replayed'), path).toBe('true')
    expect({ ...again, headers: null }, path).toEqual({ ...answer, headers: null })
    expect(again.headers.get('etag')).toBe(answer.headers.get('etag'))
    return answer.body
  }

  return {
    get admin() {
      return server().tenant.administrator
    },
    call,
    check,
    called,
  }
}

import { expect } from 'vitest'
import { type Person, type TestServer, unique } from './harness.ts'

const path = '/api/v1/incidents/'
const WAYS: Record<string, [action: string, body: object][]> = {
  new: [],
  in_progress: [['acknowledge', {}]],
  on_hold: [
    ['acknowledge', {}],
    ['hold', { hold_reason: 'awaiting_vendor' }],
  ],
  resolved: [['resolve', { resolution_code: 'fixed', resolution_notes: 'Changed the cable' }]],
  closed: [
    ['resolve', { resolution_code: 'fixed', resolution_notes: 'Changed the cable' }],
    ['close', {}],
  ],
  cancelled: [['cancel', { reason: 'Entered twice' }]],
}

/** What tests do with incidents, as the person they name or the tenant's administrator. */
export function incidentDesk(server: () => TestServer) {
  const admin = () => server().tenant.administrator
  const act = (id: number, action: string, body: object = {}, by: Person = admin()) =>
    by.post(`${path}${id}/${action}/`, body)
  const report = async (fields: object = {}, by: Person = admin()) => {
    const { status, body } = await by.post(path, { title: unique('Incident'), ...fields })
    expect(status, JSON.stringify(body)).toBe(201)
    return body
  }
  return {
    act,
    report,
    read: async (id: number, by: Person = admin()) => (await by.get(`${path}${id}/`)).body,
    change: (id: number, fields: object, by: Person = admin()) => by.patch(`${path}${id}/`, fields),
    /** One that stands there. */
    incidentIn: async (status: keyof typeof WAYS, fields: object = {}) => {
      let incident = await report(fields)
      for (const [action, body] of WAYS[status] ?? []) incident = (await act(incident.id, action, body)).body
      expect(incident.status).toBe(status)
      return incident
    },
    comments: async (id: number) =>
      (await admin().get(`${path}${id}/comments/?ordering=created_at`)).body.results,
    events: async (id: number) =>
      (await server().ledger('incident', id)).map(({ event }) => event.replace('incident.', '')),
  }
}

/** So many milliseconds from the test's now. */
export const fromNow = (server: TestServer, ms: number) =>
  new Date(server.clock.now().getTime() + ms).toISOString()

import { expect } from 'vitest'
import { Client } from './client.ts'
import { type TestServer, type TestTenant, unique } from './harness.ts'

/** A source of a tenant, able to send as itself. */
export interface TestSource {
  id: number
  key: string
  /** Alertmanager's API under this key. */
  am: Client
  /** Sends labels as Prometheus would; answers what we answered. */
  push(...alerts: PushedAlert[]): ReturnType<Client['post']>
}

export interface PushedAlert {
  labels: Record<string, string>
  annotations?: Record<string, string>
  startsAt?: string
  endsAt?: string
}

export async function newSource(
  server: TestServer,
  tenant: TestTenant = server.tenant,
  fields: Record<string, unknown> = {},
): Promise<TestSource> {
  const { status, body } = await tenant.administrator.post('/api/noc/integrations/', {
    name: unique('prometheus'),
    kind: 'alertmanager',
    ...fields,
  })
  expect(status, JSON.stringify(body)).toBe(201)
  const am = new Client(`${server.url}/am/${body.key}/api/v2`)
  return { id: body.id, key: body.key, am, push: (...alerts) => am.post('/alerts', alerts) }
}

/** Opens one alert and answers it as the API shows it. */
export async function openAlert(
  server: TestServer,
  source: TestSource,
  labels: Record<string, string> = {},
  tenant = server.tenant,
) {
  const alertname = unique('Alert')
  expect((await source.push({ labels: { alertname, severity: 'critical', ...labels } })).status).toBe(200)
  return findAlert(tenant, labels.alertname ?? alertname)
}

export async function findAlert(tenant: TestTenant, title: string) {
  const { body } = await tenant.administrator.get(
    `/api/noc/alerts/?title=${encodeURIComponent(title)}&ordering=-created_at`,
  )
  if (!body.results) throw new Error(JSON.stringify(body))
  return body.results[0]
}

export interface StoredAlertRow {
  id: number
  status: string
  occurrence_count: number
  version: number
}

/** The rows whose title begins so, oldest first, as the database has them. */
export const storedAlerts = (server: TestServer, title: string) =>
  server.sql<StoredAlertRow & Record<string, unknown>>(
    'select id::int, status, occurrence_count::int, version from app.alerts where title like $1 order by id',
    [`${title}%`],
  )

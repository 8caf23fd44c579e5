import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { clientOf, siteOf } from '../../../../test/samples.ts'
import { INTEGRATION_KINDS, integrations } from './integration.schema.ts'

const server = useTestServer()

resourceContract({
  resource: integrations,
  server,
  create: async (tenant, n) => ({
    name: unique(n % 2 ? 'prometheus' : 'Prometheus'),
    kind: INTEGRATION_KINDS[n % INTEGRATION_KINDS.length],
    client_id: n % 2 ? null : await clientOf(tenant),
    site_id: n % 2 ? null : await siteOf(tenant),
    is_active: n % 3 > 0,
    settings: { severity_map: { page: 'critical' }, ignored_labels: ['pod'], reopen_window_seconds: 60 },
  }),
  change: () => ({ name: unique('Renamed'), settings: { auto_resolve: false } }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { kind: 'carrier-pigeon' }, field: 'kind' },
    { body: { settings: { nope: 1 } }, field: 'settings' },
    { body: { settings: { severity_map: { page: 'dire' } } }, field: 'settings' },
    { body: { settings: { reopen_window_seconds: -1 } }, field: 'settings' },
    { body: { key: 'wdk_mine' }, field: 'key' },
    { body: { site_id: 987_654_321 }, field: 'site_id', status: 422 },
  ],
  searchable: 'name',
})

test('a key is shown at creation and rotation only, and kept as a hash', async () => {
  const { administrator } = server().tenant
  const created = await administrator.post(`${integrations.path}/`, {
    name: unique('P'),
    kind: 'alertmanager',
  })
  const { id, key, url } = created.body
  expect(key).toMatch(/^wdk_[\w-]{32}$/)
  expect(url).toBe(`http://watchdesk.test/am/${key}`)
  const rotated = await administrator.post(`${integrations.path}/${id}/rotate/`)
  expect(rotated.status).toBe(200)
  expect(rotated.body.key).not.toBe(key)

  const read = await administrator.get(`${integrations.path}/${id}/`)
  const listed = await administrator.get(`${integrations.path}/`)
  const stored = await server().sql(`select encode(hash, 'hex') as hash from auth.integration_keys`)
  const ledger = await server().ledger('integration', id)
  expect(ledger.map(({ event }) => event)).toEqual(['integration.created', 'integration.key_rotated'])
  for (const secret of [key, rotated.body.key]) {
    expect(stored).toContainEqual({ hash: createHash('sha256').update(secret).digest('hex') })
    expect(JSON.stringify([read.body, listed.body, stored, ledger]) + server().log()).not.toContain(secret)
  }
})

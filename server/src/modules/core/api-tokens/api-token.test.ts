import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { Client } from '../../../../test/client.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { apiTokens } from './api-token.schema.ts'

const server = useTestServer()
const inDays = (days: number) => new Date(server().clock.now().getTime() + days * 86_400_000).toISOString()
const path = `${apiTokens.path}/`

resourceContract({
  resource: apiTokens,
  server,
  create: (_, n) => ({
    name: unique('deploy'),
    scopes: n % 2 ? ['incidents.view'] : ['incidents.view', 'noc:view'],
    expires_at: inDays(n + 1),
  }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { scopes: [] }, field: 'scopes' },
    { body: { scopes: ['incidents.view', 'incidents.view'] }, field: 'scopes' },
    { body: { scopes: ['no.such'] }, field: 'scopes', status: 422 },
    { body: { expires_at: 'tomorrow' }, field: 'expires_at' },
    { body: { expires_at: '2020-01-01T00:00:00.000Z' }, field: 'expires_at', status: 422 },
    { body: { expires_at: '2099-01-01T00:00:00.000Z' }, field: 'expires_at', status: 422 },
    { body: { token: 'wd_pat_mine' }, field: 'token' },
    { body: { owner: 1 }, field: 'owner' },
  ],
})

test('the token is shown once, where it is made, and kept as a hash', async () => {
  const { administrator } = server().tenant
  const body = { name: unique('once'), scopes: ['incidents.view'], expires_at: inDays(1) }
  const created = await administrator.post(path, body)
  const { id, token, prefix } = created.body
  expect(token).toMatch(/^wd_pat_[\w-]{43}$/)
  expect(created.headers.get('cache-control')).toBe('no-store')
  expect(token.startsWith(prefix)).toBe(true)
  expect((await new Client(server().url, token).get('/api/v1/incidents/')).status).toBe(200)
  const seen = [await administrator.get(path), await administrator.get(`${path}${id}/`)]
  const stored = await server().sql(`select encode(hash, 'hex') as hash from auth.api_tokens`)
  expect(stored).toContainEqual({ hash: createHash('sha256').update(token).digest('hex') })
  const rows = [
    stored,
    await server().sql('select * from app.api_tokens'),
    await server().ledger('api_token', id),
  ]
  expect(JSON.stringify([seen.map((answer) => answer.body), rows]) + server().log()).not.toContain(token)
})

test('everybody sees and revokes their own; an administrator those of everybody', async () => {
  const { tenant } = server()
  const [ada, ben] = [await tenant.person('end_user'), await tenant.person('agent')]
  const body = { name: unique('own'), scopes: ['incidents.view'], expires_at: inDays(1) }
  const { id } = (await ada.post(path, body)).body
  const other = (await ben.post(path, body)).body
  expect((await ada.get(path)).body.results).toMatchObject([{ id, owner: { id: ada.userId } }])
  expectProblem(await ben.get(`${path}${id}/`), 404)
  expectProblem(await ben.delete(`${path}${id}/`), 404)
  expect((await ada.delete(`${path}${id}/`)).status).toBe(204)
  expect((await tenant.administrator.delete(`${path}${other.id}/`)).status).toBe(204)
  expectProblem(await new Client(server().url, other.token).get('/api/v1/incidents/'), 401)
})

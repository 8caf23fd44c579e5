import { beforeEach, expect, test } from 'vitest'
import { unique, useTestServer } from '../../test/harness.ts'
import { createLogger, withoutKeys } from './log.ts'

const server = useTestServer()
let lines: string[] = []
const log = createLogger('info', { write: (line) => void lines.push(line) })
beforeEach(() => {
  lines = []
})

test('secrets are redacted wherever a line may carry them', () => {
  const secrets = {
    password: 'SECRET',
    refresh: 'SECRET',
    access: 'SECRET',
    token: 'SECRET',
    key: 'SECRET',
    authorization: 'Bearer SECRET',
    cookie: 'watchdesk_refresh=SECRET',
  }
  log.info(secrets, 'at the top')
  log.info({ body: secrets }, 'in something')
  log.info({ headers: secrets }, 'in headers')
  expect(lines).toHaveLength(3)
  expect(lines.join('')).not.toContain('SECRET')
  expect(lines.join('')).toContain('[redacted]')
})

test('a failure shows its code and where it happened, not the row that the database quotes', () => {
  const failure = Object.assign(new Error('null value in column'), {
    code: '23502',
    detail: 'Failing row contains (SECRET)',
    where: 'SQL function with SECRET',
    parameters: ['SECRET'],
  })
  log.error({ err: failure }, 'request failed')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    err: { code: '23502', message: 'null value in column' },
  })
  expect(lines[0]).toContain('log.test.ts')
  expect(lines[0]).not.toContain('SECRET')
})

test.each([
  ['/am/wdk_SECRET/api/v2/alerts', '/am/:key/api/v2/alerts'],
  ['/am/wdk_SECRET', '/am/:key'],
  ['/api/ingest/generic/wdk_SECRET/', '/api/ingest/generic/:key/'],
  ['/api/ingest/alertmanager-webhook/wdk_SECRET?token=SECRET', '/api/ingest/alertmanager-webhook/:key'],
  ['/api/v1/incidents/?search=SECRET', '/api/v1/incidents/'],
])('of the address %s the log has %s', (url, logged) => {
  expect(withoutKeys(url)).toBe(logged)
  log.info({ req: { method: 'GET', url, id: '1', ip: '::1', headers: { cookie: 'SECRET' } } })
  expect(lines[0]).not.toContain('SECRET')
})

test('after signing in, failing to, refreshing and minting keys the log has none of it', async () => {
  const { anonymous, tenant, url, log: logged } = server()
  const password = unique('wrong password')
  const { username } = tenant.administrator
  await anonymous.post('/api/v1/auth/login/', { username, password })
  const { body } = await anonymous.post('/api/v1/auth/login/', {
    username,
    password: 'correct horse battery',
  })
  const traded = await anonymous.post('/api/v1/auth/token/refresh/', { refresh: body.refresh })
  const minted = await tenant.administrator.post('/api/noc/integrations/', {
    name: unique('p'),
    kind: 'generic',
  })
  await fetch(`${url}/api/ingest/generic/${minted.body.key}/`, { method: 'POST', body: '{' })
  await fetch(`${url}/am/${minted.body.key}/api/v2/nothing`)
  const secrets = [
    password,
    body.access,
    body.refresh,
    traded.body.access,
    traded.body.refresh,
    minted.body.key,
  ]
  for (const secret of secrets) {
    expect(secret).toMatch(/.{12}/)
    expect(logged()).not.toContain(secret)
  }
})

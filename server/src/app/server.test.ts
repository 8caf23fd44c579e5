import { expect, test } from 'vitest'
import { expectProblem } from '../../test/contract/world.ts'
import { useTestServer } from '../../test/harness.ts'
import { resources } from './modules.ts'

const server = useTestServer()
const read = (path: string, headers?: Record<string, string>) => server().anonymous.get(path, headers)

test.each(['/health/live', '/health/ready', '/api/noc/health/', '/api/noc/health'])(
  '%s is open and ok',
  async (path) => {
    expect(await read(path)).toMatchObject({ status: 200, body: { status: 'ok' } })
  },
)

test('the document of the API is OpenAPI 3.1 and holds every noun', async () => {
  const { status, body } = await read('/api/schema/')
  expect({ status, version: body.openapi }).toEqual({ status: 200, version: '3.1.0' })
  for (const { path } of resources) expect(body.paths).toHaveProperty([`${path}/`])
  const text = JSON.stringify(body)
  for (const [, reference] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
    expect(Object.keys(body.components.schemas)).toContain(reference)
})

test('every operation says what it does, who may call it, and how it fails', async () => {
  const { body } = await read('/api/schema/')
  for (const [path, methods] of Object.entries(body.paths as Record<string, Record<string, Operation>>)) {
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method} ${path}`
      expect(operation.summary, name).toMatch(/\w/)
      expect(operation.tags, name).toHaveLength(1)
      const isOpen = operation.security?.length === 0
      if (!isOpen) expect(Object.keys(operation.responses), name).toContain('401')
    }
  }
})

interface Operation {
  summary?: string
  tags?: string[]
  security?: object[]
  responses: Record<string, unknown>
}

test('the readers of the document come from our own host', async () => {
  for (const path of ['/api/docs/', '/api/redoc/']) {
    const { status, body, headers } = await read(path)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('text/html')
    const sources = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]: string[]) => source ?? '')
    expect(sources.length).toBeGreaterThan(0)
    for (const source of sources) {
      expect(source, path).not.toMatch(/^(https?:)?\/\//)
      const { pathname } = new URL(source, `http://x${path}`)
      if (!source.startsWith('data:')) expect((await read(pathname)).status, source).toBe(200)
    }
  }
})

test.each([
  '/api/nothing/',
  '/api/v1/incident/',
  '/health/deep',
  '/graphql',
  '/debug',
  '/.env',
  '/.git/config',
])('nothing lives at %s: a problem, not a page', async (path) => {
  expectProblem(await read(path), 404)
})

test('metrics are the machine’s own, or need a token; routes are labels, ids are not', async () => {
  await server().tenant.administrator.get('/api/v1/incidents/987654/')
  const { status, body } = await read('/metrics')
  expect(status).toBe(200)
  expect(body).toContain('route="/api/v1/incidents/:id/"')
  expect(body).not.toContain('987654')
})

test('every answer carries a request id and the headers that keep browsers careful', async () => {
  const { headers } = await read('/health/live')
  expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
  expect(headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('server')).toBeNull()
  expect(headers.get('x-powered-by')).toBeNull()
})

test('what a caller claims about themselves in headers counts for nothing', async () => {
  const claims = {
    'x-forwarded-user': 'admin',
    'x-remote-user': 'admin',
    'x-organization-id': '1',
    'is-multi-tenant-query': 'true',
  }
  expectProblem(await read('/api/v1/incidents/', claims), 401)
  const { body } = await server().tenant.administrator.get('/api/v1/incidents/?page_size=1', {
    host: 'evil.example',
  })
  expect(JSON.stringify(body)).not.toContain('evil')
})

test('a body that is no JSON, too large, or poisoned is refused', async () => {
  const post = (body: string, type = 'application/json') =>
    fetch(`${server().url}/api/v1/auth/login/`, { method: 'POST', headers: { 'content-type': type }, body })
  expect((await post('username=x', 'application/x-www-form-urlencoded')).status).toBe(415)
  expect((await post('{}', 'text/plain')).status).toBe(415)
  expect((await post(`"${'x'.repeat(1024 * 1024)}"`)).status).toBe(413)
  expect((await post('{"__proto__":{"x":1},"username":"a","password":"b"}')).status).toBe(400)
  expect((await post('{"constructor":{"prototype":{"x":1}},"username":"a","password":"b"}')).status).toBe(400)
})

test('what is not a page is none in capitals either', async () => {
  for (const path of ['/API/v1/incidents/', '/Api/nothing', '/HEALTH/nothing', '/Metrics/x'])
    expectProblem(await read(path), 404)
})

test('a method that a path does not know is a 405 that says which it does', async () => {
  const answer = await server().anonymous.delete('/api/v1/roles/')
  expectProblem(answer, 405)
  expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
  const posted = await server().anonymous.get('/api/v1/incidents/7/resolve?x=1')
  expectProblem(posted, 405)
  expect(posted.headers.get('allow')).toBe('POST')
  expectProblem(await server().anonymous.delete('/api/v1/nothing/7/'), 404)
})

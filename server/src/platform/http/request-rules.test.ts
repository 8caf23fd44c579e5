import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { expectProblem } from '../../../test/contract/world.ts'
import { useTestServer } from '../../../test/harness.ts'
import type { App } from './app.ts'
import { limitHandlerTime } from './handler-time.ts'
import { registerProblemDetails } from './problem-details.ts'

const server = useTestServer()
const path = '/api/v1/teams/'
const post = (body: unknown, headers: Record<string, string> = {}, at = path) =>
  server().tenant.administrator.post(at, body, headers)
const nested = (levels: number) => `{"name":${'['.repeat(levels)}${']'.repeat(levels)}}`

/** What no client library sends. @returns the whole answer */
async function raw(text: string) {
  const socket = connect(Number(new URL(server().url).port), '127.0.0.1')
  socket.write(text)
  let answer = ''
  for await (const chunk of socket.on('error', () => {})) answer += chunk
  return answer
}

test('an address longer than any of ours is a 414', async () => {
  expectProblem(await server().tenant.administrator.get(`${path}?search=${'x'.repeat(9000)}`), 414)
})

test('a compressed body is a 415 that says what is taken, for sources of alerts as well', async () => {
  const body = gzipSync('{"name":"x"}').toString('latin1')
  const refused = await post(body, { 'content-encoding': 'gzip' })
  expectProblem(refused, 415)
  expect(refused.headers.get('accept-encoding')).toBe('identity')
  const ingest = await post(body, { 'content-encoding': 'gzip' }, '/api/ingest/generic/key/')
  expect(ingest.status).toBe(415)
})

test('a body of any other type than JSON is a 415', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data',
  ])
    expectProblem(await post('name=x', { 'content-type': type }), 415)
})

test('a body that is nested deeper than a hundred levels is a 400, however deep', async () => {
  for (const levels of [100, 10_000, 400_000]) {
    const refused = await post(nested(levels))
    expectProblem(refused, 400)
    expect(refused.body.detail).toContain('nested deeper than 100')
  }
  expectProblem(await post(nested(99)), 400, 'name')
})

test('a parameter that is sent twice, and one that no route knows, is a 400 that names it', async () => {
  const read = (query: string, at = path) => server().tenant.administrator.get(`${at}?${query}`)
  expectProblem(await read('page=1&page=2'), 400, 'page')
  expectProblem(await read('name=a&name=b'), 400, 'name')
  expectProblem(await read('fields=all', '/api/v1/users/me/'), 400, 'fields')
  expectProblem(await read('__proto__=x'), 400)
  expectProblem(await read('search=%00'), 400, 'search')
})

test('an address that is no text is a 400 in the form of all problems', async () => {
  expectProblem(await server().tenant.administrator.get(`${path}%zz/`), 400)
  expectProblem(await server().tenant.administrator.get(`${path}${'1'.repeat(200)}/`), 414)
})

test('a method that the server does not know is a 405 or no HTTP at all', async () => {
  const trace = await raw(`TRACE ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  expect(trace).toMatch(/^HTTP\/1\.1 405 /)
  const invented = await raw(`INVENT ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  expect(invented).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json/s)
})

test('headers that are too large, and what is no HTTP, are problems, too', async () => {
  const large = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`)
  expect(large).toMatch(/^HTTP\/1\.1 431 .*"code":"request_header_fields_too_large"/s)
  expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"code":"bad_request"/s)
  const smuggled = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`
  expect(await raw(smuggled)).toMatch(/^HTTP\/1\.1 400 /)
})

test('HEAD answers as GET does, without its body', async () => {
  for (const at of [path, `${path}987654321/`]) {
    const [head, get] = await Promise.all(
      ['HEAD', 'GET'].map((method) => server().tenant.administrator.send(method, at)),
    )
    expect({ status: head?.status, body: head?.body }).toEqual({ status: get?.status, body: '' })
  }
})

test('a page from elsewhere is let in by no header', async () => {
  const evil = { origin: 'https://evil.example' }
  const preflight = { ...evil, 'access-control-request-method': 'PATCH' }
  for (const answer of [
    await server().anonymous.send('OPTIONS', path, undefined, preflight),
    await server().tenant.administrator.get(path, evil),
  ])
    expect([...answer.headers.keys()].filter((name) => name === 'access-control-allow-origin')).toEqual([])
})

test('answers of the API are kept by no cache, and no page of ours is anybody’s frame or knows where it came from', async () => {
  const { headers } = await server().tenant.administrator.get(path)
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  })
})

test('no parameter leads anybody to another host', async () => {
  for (const target of [
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    '/%09/evil.example',
    'javascript:x',
  ])
    for (const name of ['next', 'returnTo', 'redirect_uri'])
      for (const at of ['/', '/login', '/api/v1/auth/verify-token/', '//evil.example/..']) {
        const answer = await fetch(`${server().url}${at}?${name}=${encodeURIComponent(target)}`, {
          redirect: 'manual',
        })
        expect(answer.status >= 300 && answer.status < 400, `${at} ${name}=${target}`).toBe(false)
      }
})

test('a handler that does not begin its answer in time is a 503, unless it waits on purpose', async () => {
  const app = Fastify() as unknown as App
  registerProblemDetails(app)
  limitHandlerTime(app, 50)
  const slow = () => new Promise((resolve) => setTimeout(resolve, 1000, 'late'))
  app.get('/slow/', slow)
  app.get('/long/', { config: { isLong: true } }, slow)
  const [cut, waited] = await Promise.all([app.inject('/slow/'), app.inject('/long/')])
  expect(cut).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } })
  expect(waited).toMatchObject({ statusCode: 200, body: 'late' })
  await app.close()
})

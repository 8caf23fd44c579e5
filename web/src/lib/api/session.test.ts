import { expect, test, vi } from 'vitest'
import { fakeApi, json, refusal, tokensFor } from '../../test/fake-api.ts'
import { createSignedFetch } from './client.ts'
import { createSession } from './session.ts'
import { expiryOf } from './token-keeper.ts'

const tokenOf = (request: Request) => request.headers.get('authorization')

async function signedIn() {
  const session = createSession()
  await session.signIn('ana', 'secret')
  return { session, send: createSignedFetch(session) }
}

test('requests that meet a 401 together share one refresh and are each sent again', async () => {
  const api = fakeApi({
    '/login/': () => json(tokensFor('old')),
    '/refresh/': () => json(tokensFor('new')),
    '/things/': (request) =>
      tokenOf(request) === 'Bearer new' ? json({ ok: true }) : refusal(401, 'expired'),
  })
  const { send } = await signedIn()
  const urls = ['a', 'b', 'c'].map((name) => `${location.origin}/api/${name}/things/`)
  const answers = await Promise.all(urls.map((url) => send(new Request(url))))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(api.to('/refresh/')).toHaveLength(1)
  expect(api.to('/things/')).toHaveLength(6)
})

test('a request that meets the end of the session waits for the new sign-in and is sent again with its body', async () => {
  const api = fakeApi({
    '/login/': () => json(tokensFor(api.to('/login/').length === 1 ? 'old' : 'new')),
    '/refresh/': () => refusal(401, 'no session'),
    '/notes/': async (request) =>
      tokenOf(request) === 'Bearer new' ? json(await request.json()) : refusal(401, 'expired'),
  })
  const { session, send } = await signedIn()
  const url = `${location.origin}/api/notes/`
  const answer = send(
    new Request(url, { method: 'POST', body: JSON.stringify({ text: 'typed for an hour' }) }),
  )
  await vi.waitFor(() => expect(session.state.get().status).toBe('expired'))
  await session.signIn('ana', 'secret')
  expect(await (await answer).json()).toEqual({ text: 'typed for an hour' })
})

test('signing out instead of signing in again rejects what waited', async () => {
  fakeApi({
    '/login/': () => json(tokensFor('old')),
    '/refresh/': () => refusal(401, 'no session'),
    '/logout/': () => json({}),
    '/things/': () => refusal(401, 'expired'),
  })
  const { session, send } = await signedIn()
  const answer = send(new Request(`${location.origin}/api/things/`))
  await vi.waitFor(() => expect(session.state.get().status).toBe('expired'))
  await Promise.all([session.signOut(), expect(answer).rejects.toMatchObject({ code: 'signed_out' })])
  expect(session.state.get()).toEqual({ status: 'anonymous', user: null })
})

test('without a cookie a page starts anonymous; with a server that is away it says so', async () => {
  fakeApi({ '/refresh/': () => refusal(401, 'no session') })
  expect((await createSession().restore()).status).toBe('anonymous')
  fakeApi({ '/refresh/': () => Promise.reject(new TypeError('fetch failed')) })
  await expect(createSession().restore()).rejects.toMatchObject({ code: 'network', status: 0 })
})

test('the token is renewed a minute before it expires, without a request asking', async () => {
  vi.useFakeTimers()
  const api = fakeApi({ '/login/': () => json(tokensFor('old')), '/refresh/': () => json(tokensFor('new')) })
  const { session } = await signedIn()
  await vi.advanceTimersByTimeAsync(13.9 * 60_000)
  expect(api.to('/refresh/')).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(0.2 * 60_000)
  expect(api.to('/refresh/')).toHaveLength(1)
  expect(await session.token()).toBe('new')
})

test('the expiry is read from the token', () => {
  const token = `x.${btoa(JSON.stringify({ exp: 1000 })).replaceAll('=', '')}.y`
  expect(expiryOf(token, 0)).toBe(1_000_000)
  expect(expiryOf('opaque', 5)).toBe(900_005)
})

test('a refusal becomes a Problem with its fields, its request id and the pause it asks for', async () => {
  fakeApi({
    '/login/': () => json(tokensFor('old')),
    '/things/': () =>
      refusal(
        422,
        'Notes are missing.',
        { errors: [{ field: 'notes', code: 'required', detail: 'Say why.' }] },
        { 'retry-after': '7' },
      ),
  })
  const { send } = await signedIn()
  await expect(send(new Request(`${location.origin}/api/things/`))).rejects.toMatchObject({
    status: 422,
    message: 'Notes are missing.',
    requestId: 'r-1',
    retryAfter: 7,
    errors: [{ field: 'notes', code: 'required', detail: 'Say why.' }],
  })
})

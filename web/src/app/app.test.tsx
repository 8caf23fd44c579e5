import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answerOf, api, session } from '../lib/api/client.ts'
import { fakeApi, json, refusal, tokensFor } from '../test/fake-api.ts'
import { App } from './app.tsx'

const noSession = () => refusal(401, 'no session')

class SilentSocket {
  close() {}
}

beforeEach(() => vi.stubGlobal('WebSocket', SilentSocket))
afterEach(async () => {
  fakeApi({ '/logout/': () => json({}) })
  await session.signOut()
  history.replaceState(null, '', '/')
})

async function signIn(password: string) {
  await userEvent.type(await screen.findByLabelText(/^Password/), password)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

function open(path: string) {
  history.replaceState(null, '', path)
  return render(<App />)
}

test('who is not signed in is asked to, and then gets the page that was wanted', async () => {
  fakeApi({ '/refresh/': noSession, '/login/': () => json(tokensFor('token')) })
  open('/incidents?status=open')
  await userEvent.type(await screen.findByLabelText(/^Username/), 'ana')
  expect(location.pathname).toBe('/login')
  await signIn('secret')
  expect(await screen.findByRole('heading', { name: 'Incidents' })).toBeTruthy()
  expect(location.pathname + location.search).toBe('/incidents?status=open')
})

test('a wrong password is said in the form, and what was typed stays', async () => {
  fakeApi({ '/refresh/': noSession, '/login/': () => refusal(401, 'x') })
  open('/login')
  const name = await screen.findByLabelText<HTMLInputElement>(/^Username/)
  await userEvent.type(name, 'ana')
  await signIn('wrong')
  expect((await screen.findByRole('alert')).textContent).toBe('Username or password is wrong.')
  expect(name.value).toBe('ana')
})

test('too many attempts say how long to wait', async () => {
  fakeApi({ '/refresh/': noSession, '/login/': () => refusal(429, 'x', {}, { 'retry-after': '30' }) })
  open('/login')
  await userEvent.type(await screen.findByLabelText(/^Username/), 'ana')
  await signIn('wrong')
  expect((await screen.findByRole('alert')).textContent).toContain('30 seconds')
})

test('a start page follows the permissions; the navigation shows only what may be seen', async () => {
  const { access, user } = tokensFor('token')
  fakeApi({ '/refresh/': () => json({ access, user: { ...user, permissions: ['incidents.view'] } }) })
  open('/')
  expect(await screen.findByRole('heading', { name: 'Incidents' })).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Alerts' })).toBeNull()
})

test('a session that ends under the work asks for the password over the page, then sends again what had failed', async () => {
  let isEnded = false
  fakeApi({
    '/refresh/': () => (isEnded ? noSession() : json(tokensFor('old'))),
    '/login/': () => json(tokensFor('new')),
    '/users/me/': (request) =>
      request.headers.get('authorization') === 'Bearer new'
        ? json(tokensFor('').user)
        : refusal(401, 'expired'),
  })
  open('/noc/alerts')
  await screen.findByRole('heading', { name: 'Alerts' })
  const note = document.createElement('textarea')
  document.querySelector('main')?.append(note)
  note.value = 'half a report'
  isEnded = true
  const answer = answerOf(api.GET('/api/v1/users/me/'))
  await screen.findByRole('dialog', { name: 'Your session has ended' })
  await signIn('secret')
  expect((await answer).username).toBe('ana')
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(note.isConnected && note.value).toBe('half a report')
})

test('an address that leads nowhere says so', async () => {
  fakeApi({ '/refresh/': () => json(tokensFor('token')) })
  open('/nowhere')
  expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy()
})

test('a server that is away gets an error with a way to try again', async () => {
  let isAway = true
  fakeApi({
    '/refresh/': () => (isAway ? refusal(503, 'Starting, wait a moment.') : json(tokensFor('token'))),
  })
  open('/incidents')
  const retry = await screen.findByRole('button', { name: 'Try again' })
  expect(screen.getByRole('alert').textContent).toContain('r-1')
  isAway = false
  await userEvent.click(retry)
  expect(await screen.findByRole('heading', { name: 'Incidents' })).toBeTruthy()
})

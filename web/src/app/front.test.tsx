import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { session } from '../lib/api/client.ts'
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

function open(path: string) {
  history.replaceState(null, '', path)
  return render(<App />)
}
const type = async (label: RegExp, value: string) =>
  userEvent.type(await screen.findByLabelText(label), value)
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))

async function givePassword() {
  await type(/^Username/, 'ana')
  await type(/^Password/, 'secret')
  await press('Sign in')
}

test('whoever has a second factor is asked for its code, and is let in by it', async () => {
  const api = fakeApi({
    '/refresh/': noSession,
    '/login/': () => json({ mfa_required: true, mfa_token: 'wd_mt_1' }),
    '/mfa/verify/': () => json(tokensFor('token')),
  })
  open('/login?next=%2Fincidents')
  await givePassword()
  await type(/^Code/, ' 123456')
  await press('Sign in')
  expect(await screen.findByRole('heading', { name: 'Incidents' })).toBeTruthy()
  const body = { mfa_token: 'wd_mt_1', code: '123456', cookie: true }
  expect(await api.to('/mfa/verify/')[0]?.json()).toEqual(body)
})

test('a wrong code is said in the server’s words, and the password can be given again', async () => {
  fakeApi({
    '/refresh/': noSession,
    '/login/': () => json({ mfa_required: true, mfa_token: 'wd_mt_1' }),
    '/mfa/verify/': () => refusal(401, 'The code is wrong, or was used before.'),
  })
  open('/login')
  await givePassword()
  await type(/^Code/, '000000')
  await press('Sign in')
  expect((await screen.findByRole('alert')).textContent).toContain('was used before')
  await press('Start again')
  expect(await screen.findByLabelText(/^Password/)).toBeTruthy()
})

test('a long wait is told in minutes', async () => {
  fakeApi({ '/refresh/': noSession, '/login/': () => refusal(429, 'x', {}, { 'retry-after': '840' }) })
  open('/login')
  await givePassword()
  expect((await screen.findByRole('alert')).textContent).toContain('14 minutes')
})

test('a forgotten password: the name is asked for, and the answer does not tell whether it is known', async () => {
  const api = fakeApi({ '/refresh/': noSession, '/password-reset/': () => json({ detail: 'x' }, 202) })
  open('/login')
  await userEvent.click(await screen.findByRole('link', { name: 'Forgot your password?' }))
  await screen.findByRole('button', { name: 'Send the link' })
  await type(/^Username/, 'ana')
  await press('Send the link')
  expect(await screen.findByRole('heading', { name: 'Look into your mail' })).toBeTruthy()
  expect(screen.getByRole('status').textContent).toContain('Where there is an account')
  expect(await api.to('/password-reset/')[0]?.json()).toEqual({ username: 'ana' })
})

test('a link of an invitation asks for a password twice, tells what is wrong with it, and leads to sign-in', async () => {
  const errors = [{ field: 'password', code: 'weak', detail: 'is one of those that are guessed first' }]
  const api = fakeApi({
    '/refresh/': noSession,
    '/accept-invitation/': () =>
      api.to('/accept-invitation/').length === 1
        ? refusal(422, 'password: is weak', { errors })
        : json({ username: 'ana' }),
  })
  open('/welcome#the-token')
  await type(/^New password/, 'password1')
  await type(/^The same again/, 'password')
  await press('Choose this password')
  expect(await screen.findByText('The two are not the same')).toBeTruthy()
  expect(api.to('/accept-invitation/')).toHaveLength(0)
  await type(/^The same again/, '1')
  await press('Choose this password')
  expect(await screen.findByText('is one of those that are guessed first')).toBeTruthy()
  await type(/^New password/, ' and more')
  await type(/^The same again/, ' and more')
  await press('Choose this password')
  expect(await screen.findByText('Sign in as ana.')).toBeTruthy()
  expect(await api.to('/accept-invitation/')[1]?.json()).toEqual({
    token: 'the-token',
    password: 'password1 and more',
  })
})

test('a link that is over says so; one without its token is refused at once', async () => {
  const errors = [{ field: 'token', code: 'useless', detail: 'is over' }]
  fakeApi({
    '/refresh/': noSession,
    '/password-reset/confirm/': () => refusal(422, 'token: is over', { errors }),
  })
  const { unmount } = open('/reset-password#old')
  await type(/^New password/, 'a long passphrase')
  await type(/^The same again/, 'a long passphrase')
  await press('Choose this password')
  expect((await screen.findByRole('alert')).textContent).toBe('token: is over')
  unmount()
  open('/reset-password')
  expect(await screen.findByRole('heading', { name: 'This link is not whole' })).toBeTruthy()
})

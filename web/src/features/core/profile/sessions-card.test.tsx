import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { session } from '../../../lib/api/client.ts'
import { fakeApi, json, refusal, tokensFor } from '../../../test/fake-api.ts'
import { renderWith } from '../../../test/render.tsx'
import { PasswordCard } from './password-card.tsx'
import { SessionsCard } from './sessions-card.tsx'

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1'
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const one = (id: number, user_agent: string | null, is_current = false) => ({
  id,
  user_agent,
  is_current,
  address: `192.0.2.${id}`,
  created_at: minutesAgo(300),
  last_used_at: minutesAgo(id + 0.5),
})
const here = one(1, FIREFOX, true)
const everywhere = [here, one(2, IPHONE), one(3, 'curl/8.5.0'), one(4, null)]

/** Not what a button says to a screen reader. */
const seen = { ignore: '.sr-only' }
const entry = async (name: string) => {
  const item = (await screen.findByText(name, seen)).closest('li')
  if (!item) throw new Error(`${name} stands in no list`)
  return within(item)
}
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))
const dialog = async () => within(await screen.findByRole('alertdialog'))

function show(sessions: object[], answers: Parameters<typeof fakeApi>[0] = {}) {
  const state = { sessions }
  const api = fakeApi({
    '/login/': () => json(tokensFor('token')),
    ...answers,
    '/auth/sessions/': () => json(state.sessions),
  })
  return { api, state }
}

async function open(...given: Parameters<typeof show>) {
  const shown = show(...given)
  await session.signIn('ana', 'secret')
  renderWith(<SessionsCard />)
  return shown
}

test('each session says device, address, since when and when it was last used; the one at work is marked and has no end', async () => {
  await open(everywhere)
  const own = await entry('Firefox on Windows')
  for (const fact of ['This one', '192.0.2.1', '5h ago', '1m ago']) expect(own.getByText(fact)).toBeTruthy()
  expect(own.queryByRole('button')).toBeNull()
  for (const device of ['Safari on iOS', 'curl', 'Unknown device']) {
    const other = await entry(device)
    expect(other.queryByText('This one')).toBeNull()
    expect(other.getByRole('button', { name: `End ${device}` })).toBeTruthy()
  }
})

test('a session is ended after a question, and is gone from the list', async () => {
  const { api, state } = await open(everywhere, {
    '/sessions/2/': () => {
      state.sessions = [here]
      return new Response(null, { status: 204 })
    },
  })
  await press('End Safari on iOS')
  expect((await dialog()).getByText('End the session “Safari on iOS”?')).toBeTruthy()
  expect(api.to('/sessions/2/')).toEqual([])
  await press('End the session')
  expect(await screen.findByText('You are signed in nowhere else.')).toBeTruthy()
  expect(api.to('/sessions/2/').map(({ method }) => method)).toEqual(['DELETE'])
  expect(screen.queryByText('Safari on iOS', seen)).toBeNull()
})

test('all others are ended at once, after a question that can be left', async () => {
  const { api, state } = await open(everywhere, {
    '/end_all/': () => {
      state.sessions = [here]
      return new Response(null, { status: 204 })
    },
  })
  await press('End all others')
  await userEvent.click((await dialog()).getByRole('button', { name: 'Cancel' }))
  expect(api.to('/end_all/')).toEqual([])
  await press('End all others')
  await userEvent.click((await dialog()).getByRole('button', { name: 'End all others' }))
  expect(await screen.findByText('You are signed in nowhere else.')).toBeTruthy()
  expect(api.to('/end_all/')).toHaveLength(1)
  expect(screen.queryByRole('button', { name: 'End all others' })).toBeNull()
})

test('a question stays open where the session could not be ended', async () => {
  await open(everywhere, { '/sessions/2/': () => refusal(429, 'slow down') })
  await press('End Safari on iOS')
  await press('End the session')
  const again = (await dialog()).getByRole('button', { name: 'End the session' })
  await waitFor(() => expect(again.getAttribute('data-pending')).toBeNull())
  expect(screen.getByRole('alertdialog')).toBeTruthy()
})

test('while it loads it says so, and what failed can be tried again', async () => {
  const { promise, resolve } = Promise.withResolvers<Response>()
  const answers = [() => promise, () => json([here])]
  fakeApi({
    '/login/': () => json(tokensFor('token')),
    '/auth/sessions/': () => answers.shift()?.() ?? json([]),
  })
  await session.signIn('ana', 'secret')
  renderWith(<SessionsCard />)
  expect(screen.getByRole('status').textContent).toBe('Loading…')
  resolve(refusal(403, 'not like this'))
  expect((await screen.findByRole('alert')).textContent).toContain('not like this')
  await press('Try again')
  expect(await screen.findByText('Firefox on Windows')).toBeTruthy()
})

test('a changed password ends the others, and the list knows', async () => {
  const { state } = show(everywhere, {
    '/change-password/': () => {
      state.sessions = [here]
      return new Response(null, { status: 204 })
    },
  })
  await session.signIn('ana', 'secret')
  renderWith(
    <>
      <PasswordCard />
      <SessionsCard />
    </>,
  )
  await entry('Safari on iOS')
  await userEvent.type(screen.getByLabelText(/^Present password/), 'old secret')
  await userEvent.type(screen.getByLabelText(/^New password/), 'a long passphrase')
  await userEvent.type(screen.getByLabelText(/^The same again/), 'a long passphrase')
  await press('Change the password')
  expect(await screen.findByText('You are signed in nowhere else.')).toBeTruthy()
})

import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { session } from '../../../lib/api/client.ts'
import { fakeApi, json, refusal, tokensFor } from '../../../test/fake-api.ts'
import { renderWith } from '../../../test/render.tsx'
import { ProfilePage } from './profile-page.tsx'

type Answers = Parameters<typeof fakeApi>[0]

async function show(answers: Answers, isOn = false) {
  const state = { isOn }
  const signedIn = () => {
    const { access, user } = tokensFor('token')
    return json({ access, user: { ...user, mfa_enabled: state.isOn } })
  }
  const api = fakeApi({ '/login/': signedIn, '/refresh/': signedIn, ...answers })
  await session.signIn('ana', 'secret')
  renderWith(<ProfilePage />)
  return { api, state }
}
const card = (name: string) => within(screen.getByRole('region', { name }))
const type = (label: RegExp, value: string) => userEvent.type(screen.getByLabelText(label), value)

test('it says who somebody is here', async () => {
  await show({})
  const you = card('You')
  for (const fact of ['Ana Kovač', 'ana', 'ana@example.org', 'Acme']) expect(you.getByText(fact)).toBeTruthy()
})

test('a changed password empties the form; a wrong present one is told at its field', async () => {
  const errors = [{ field: 'old_password', code: 'wrong', detail: 'is not your password' }]
  const { api } = await show({
    '/change-password/': () =>
      api.to('/change-password/').length === 1
        ? refusal(422, 'old_password: is not your password', { errors })
        : new Response(null, { status: 204 }),
  })
  await type(/^Present password/, 'old secret')
  await type(/^New password/, 'a long passphrase')
  await type(/^The same again/, 'a long passphrase')
  const change = card('Password').getByRole('button', { name: 'Change the password' })
  await userEvent.click(change)
  expect(await screen.findByText('is not your password')).toBeTruthy()
  await type(/^Present password/, '!')
  await userEvent.click(change)
  await waitFor(() => expect(screen.getByLabelText(/^Present password/)).toHaveProperty('value', ''))
  expect(await api.to('/change-password/')[1]?.json()).toEqual({
    old_password: 'old secret!',
    new_password: 'a long passphrase',
  })
})

test('the second factor is set up by picture or key, and its recovery codes stay until they are kept', async () => {
  const codes = Array.from({ length: 10 }, (_, n) => `abcd-efgh-ijkl-mn2${n % 8}`.replace('8', '7') + n)
  const { api, state } = await show({
    '/mfa/enable/': () =>
      json({ secret: 'ABCDEFGH', otpauth_uri: 'otpauth://totp/x', qr_code: 'data:image/svg+xml;base64,' }),
    '/mfa/verify/': () => {
      state.isOn = true
      return json({ mfa_enabled: true, recovery_codes: codes })
    },
  })
  const mfa = card('Second factor')
  expect(mfa.getByText('Off')).toBeTruthy()
  await userEvent.click(mfa.getByRole('button', { name: 'Set up' }))
  expect(await mfa.findByRole('img', { name: /QR code/ })).toBeTruthy()
  expect(mfa.getByText('ABCD EFGH')).toBeTruthy()
  await type(/^Code/, '123 456')
  await userEvent.click(mfa.getByRole('button', { name: 'Turn on' }))
  for (const code of codes) expect(await mfa.findByText(code)).toBeTruthy()
  expect(await mfa.findByText('On')).toBeTruthy()
  expect(await api.to('/mfa/verify/')[0]?.json()).toEqual({ code: '123456' })
  await userEvent.click(mfa.getByRole('button', { name: 'I have kept them' }))
  expect(mfa.queryByText(codes[0] as string)).toBeNull()
  expect(mfa.getByRole('button', { name: 'Turn off' })).toBeTruthy()
})

test('a wrong first code is told at its field, and setting up can be left', async () => {
  const errors = [{ field: 'code', code: 'wrong', detail: 'is wrong, or was used before' }]
  await show({
    '/mfa/enable/': () =>
      json({ secret: 'ABCDEFGH', otpauth_uri: 'otpauth://totp/x', qr_code: 'data:image/svg+xml;base64,' }),
    '/mfa/verify/': () => refusal(422, 'code: is wrong', { errors }),
  })
  const mfa = card('Second factor')
  await userEvent.click(mfa.getByRole('button', { name: 'Set up' }))
  await userEvent.type(await mfa.findByLabelText(/^Code/), '000000')
  await userEvent.click(mfa.getByRole('button', { name: 'Turn on' }))
  expect(await mfa.findByText('is wrong, or was used before')).toBeTruthy()
  await userEvent.click(mfa.getByRole('button', { name: 'Cancel' }))
  expect(mfa.getByRole('button', { name: 'Set up' })).toBeTruthy()
})

test('turning it off takes password and code', async () => {
  const { api, state } = await show(
    {
      '/mfa/disable/': () => {
        state.isOn = false
        return new Response(null, { status: 204 })
      },
    },
    true,
  )
  await userEvent.click(card('Second factor').getByRole('button', { name: 'Turn off' }))
  const dialog = within(await screen.findByRole('dialog'))
  await userEvent.type(dialog.getByLabelText(/^Password/), 'secret')
  await userEvent.type(dialog.getByLabelText(/^Code/), 'abcd-efgh-ijkl-mnop')
  await userEvent.click(dialog.getByRole('button', { name: 'Turn off' }))
  expect(await card('Second factor').findByText('Off')).toBeTruthy()
  expect(await api.to('/mfa/disable/')[0]?.json()).toEqual({
    password: 'secret',
    code: 'abcd-efgh-ijkl-mnop',
  })
})

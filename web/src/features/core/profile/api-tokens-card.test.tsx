import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { session } from '../../../lib/api/client.ts'
import type { ApiToken } from '../../../lib/api/types.ts'
import { fakeApi, json, refusal, tokensFor } from '../../../test/fake-api.ts'
import { renderWith } from '../../../test/render.tsx'
import { ApiTokensCard } from './api-tokens-card.tsx'
import { ProfilePage } from './profile-page.tsx'

const DAY = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString()
const deploy: ApiToken = {
  id: 5,
  name: 'deploy',
  owner: { id: 1, name: 'Ana Kovač' },
  scopes: ['incidents.view', 'noc:view'],
  prefix: 'wd_pat_AbCd',
  expires_at: inDays(20.5),
  last_used_at: null,
  version: 1,
  created_at: inDays(-2.5),
  updated_at: inDays(-2.5),
  created_by: 1,
  updated_by: 1,
}
const over = { ...deploy, id: 6, name: 'old import', expires_at: inDays(-1.5), last_used_at: inDays(-3.5) }

type Answer = (request: Request) => Response | Promise<Response>
interface Answers {
  create?: Answer
  revoke?: Answer
}

/** A server with tokens of one's own. */
async function show(tokens: ApiToken[], { create, revoke }: Answers = {}, ui = <ApiTokensCard />) {
  const state = { tokens }
  const { user } = tokensFor('token')
  const permissions = ['noc:view', 'incidents.view', 'api_tokens.use', 'incidents.create']
  const api = fakeApi({
    '/login/': () => json({ access: 'token', user: { ...user, permissions } }),
    '/api-tokens/5/': revoke ?? (() => new Response(null, { status: 204 })),
    '/api-tokens/': (request) =>
      request.method === 'POST' && create
        ? create(request)
        : json({ next: null, previous: null, results: state.tokens }),
  })
  await session.signIn('ana', 'secret')
  renderWith(ui)
  return { api, state }
}
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))
const entry = async (name: string) => {
  const title = await screen.findByText(name, { ignore: '.sr-only' })
  return within(title.closest('li') as HTMLElement)
}

async function fillIn() {
  await press('New token')
  await userEvent.type(screen.getByLabelText(/^Name/), 'import')
  await press('30 days')
  await userEvent.click(screen.getByRole('checkbox', { name: 'incidents.create' }))
}

test('it lists one’s own tokens, with how they begin, until when they hold and what they may', async () => {
  const { api } = await show([deploy, over])
  const one = await entry('deploy')
  for (const fact of ['wd_pat_AbCd…', '2d ago', 'in 20d', 'never', '2 permissions'])
    expect(one.getByText(fact)).toBeTruthy()
  expect(one.getByText('incidents.view, noc:view')).toBeTruthy()
  expect(one.queryByText('Expired')).toBeNull()
  expect((await entry('old import')).getByText('Expired')).toBeTruthy()
  const [list] = api.to('/api-tokens/')
  expect(new URL(list?.url ?? '').searchParams.get('created_by')).toBe('1')
})

test('one’s own permissions can be chosen, a name and at least one of them must be', async () => {
  const { api } = await show([])
  expect(await screen.findByText('You have no tokens.')).toBeTruthy()
  await press('New token')
  const names = screen.getAllByRole('checkbox').map((box) => box.parentElement?.parentElement?.textContent)
  expect(names).toEqual(['api_tokens.use', 'incidents.create', 'incidents.view', 'noc:view'])
  await press('Make the token')
  const isPosted = () => api.to('/api-tokens/').some(({ method }) => method === 'POST')
  expect(isPosted()).toBe(false)
  await userEvent.type(screen.getByLabelText(/^Name/), 'import')
  await press('Make the token')
  expect(await screen.findByText('Choose at least one.')).toBeTruthy()
  expect(isPosted()).toBe(false)
})

test('a new token is shown once, to be copied, and only a press on “Done” ends its sight', async () => {
  const token = 'wd_pat_0123456789'
  const { api, state } = await show([], {
    create: () => {
      state.tokens = [{ ...deploy, name: 'import' }]
      return json({ ...deploy, name: 'import', token }, 201)
    },
  })
  const copied = vi.spyOn(navigator.clipboard, 'writeText')
  await fillIn()
  await press('Make the token')
  const dialog = within(await screen.findByRole('dialog', { name: 'Your token “import”' }))
  expect(dialog.getByLabelText('Token')).toHaveProperty('value', token)
  await userEvent.click(dialog.getByRole('button', { name: 'Copy the token' }))
  expect(copied).toHaveBeenCalledWith(token)
  await userEvent.keyboard('{Escape}')
  expect(screen.getByDisplayValue(token)).toBeTruthy()
  await userEvent.click(dialog.getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(screen.queryByDisplayValue(token)).toBeNull())
  expect((await entry('import')).getByText('never')).toBeTruthy()
  const body = await api
    .to('/api-tokens/')
    .find(({ method }) => method === 'POST')
    ?.json()
  expect(body).toMatchObject({ name: 'import', scopes: ['incidents.create'] })
  const days = (Date.parse(body.expires_at) - Date.now()) / DAY
  expect(Math.round(days)).toBe(30)
})

test('what the server refuses stands at its field', async () => {
  const errors = [
    { field: 'expires_at', code: 'out_of_range', detail: 'must lie ahead, by a year at most' },
    { field: 'scopes', code: 'unknown_permission', detail: 'incidents.create is no permission of yours' },
  ]
  await show([], { create: () => refusal(422, 'refused', { errors }) })
  await fillIn()
  await press('Make the token')
  for (const { detail } of errors) expect(await screen.findByText(detail)).toBeTruthy()
})

test('a token is revoked after a question, and is gone from the list', async () => {
  const { api, state } = await show([deploy], {
    revoke: () => {
      state.tokens = []
      return new Response(null, { status: 204 })
    },
  })
  await press('Revoke deploy')
  const question = within(await screen.findByRole('alertdialog', { name: 'Revoke the token “deploy”?' }))
  expect(api.to('/api-tokens/5/')).toEqual([])
  await userEvent.click(question.getByRole('button', { name: 'Revoke the token' }))
  expect(await screen.findByText('You have no tokens.')).toBeTruthy()
  expect(api.to('/api-tokens/5/').map(({ method }) => method)).toEqual(['DELETE'])
})

test('who may have no tokens is not offered any', async () => {
  fakeApi({ '/login/': () => json(tokensFor('token')), '/auth/sessions/': () => json([]) })
  await session.signIn('ana', 'secret')
  renderWith(<ProfilePage />)
  expect(screen.getByRole('region', { name: 'Sessions' })).toBeTruthy()
  expect(screen.queryByRole('region', { name: 'API tokens' })).toBeNull()
})

import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { json, refusal } from '../../../test/fake-api.ts'
import { renderAt, serve } from '../incidents.fixture.tsx'
import { IncidentSettingsPage } from './incident-settings-page.tsx'
import { matrix } from './settings.fixture.ts'

const admin = ['incidents.view_all', 'incidents.configure']
const closing = { auto_close_days: 7, version: 2, updated_at: null, updated_by: null }
const card = (name: string) => screen.findByRole('region', { name })

/** Keeps the matrix as the server does, and refuses what is written over another version. */
function stored() {
  const state = { matrix, sent: [] as { ifMatch: string | null; body: { cells: object[] } }[] }
  const answer = async (request: Request) => {
    if (request.method === 'GET') return json(state.matrix)
    const ifMatch = request.headers.get('if-match')
    state.sent.push({ ifMatch, body: await request.json() })
    if (ifMatch !== `"v${state.matrix.version}"`) return refusal(412, 'stale')
    const { version } = state.matrix
    state.matrix = { ...state.matrix, ...(state.sent.at(-1)?.body as object), version: version + 1 }
    return json(state.matrix)
  }
  return { state, answer }
}

async function show() {
  const { state, answer } = stored()
  await serve(admin, { '/priority-matrix/': answer, '/incident-settings/': () => json(closing) })
  renderAt('/settings/incidents', <IncidentSettingsPage />)
  return { state, form: await card('Priority matrix') }
}

async function setCell(form: HTMLElement, name: RegExp, priority: string) {
  await userEvent.click(within(form).getByRole('button', { name }))
  await userEvent.click(await screen.findByRole('menuitemradio', { name: priority }))
}

test('a cell is changed in its place and all nine are saved over the version that was read', async () => {
  const { state, form } = await show()
  const save = within(form).getByRole('button', { name: 'Save' })
  expect(save).toHaveProperty('disabled', true)
  await setCell(form, /Impact Low, urgency Low/, 'P4 Low')
  await userEvent.click(save)
  await waitFor(() => expect(state.sent).toHaveLength(1))
  expect(state.sent[0]?.ifMatch).toBe('"v4"')
  expect(state.sent[0]?.body.cells).toHaveLength(9)
  expect(state.sent[0]?.body.cells).toContainEqual({ impact: 3, urgency: 3, priority: 4 })
  await waitFor(() => expect(save).toHaveProperty('disabled', true))
})

test('when somebody was faster, nothing is lost and the person decides which one stays', async () => {
  const { state, form } = await show()
  await setCell(form, /Impact Low, urgency Low/, 'P4 Low')
  state.matrix = { ...state.matrix, raises_for_vip: false, version: 5 }
  await userEvent.click(within(form).getByRole('button', { name: 'Save' }))
  const dialog = await screen.findByRole('dialog', { name: /Somebody changed/ })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save mine' }))
  await waitFor(() => expect(state.sent.map(({ ifMatch }) => ifMatch)).toEqual(['"v4"', '"v5"']))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(state.matrix.raises_for_vip).toBe(true)
})

test('the stored ones may stay instead', async () => {
  const { state, form } = await show()
  await setCell(form, /Impact Low, urgency Low/, 'P4 Low')
  state.matrix = { ...state.matrix, raises_for_vip: false, version: 5 }
  await userEvent.click(within(form).getByRole('button', { name: 'Save' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Keep the stored ones' }))
  await waitFor(() =>
    expect(within(form).getByRole('checkbox', { name: /VIP/ })).toHaveProperty('checked', false),
  )
  expect(within(form).getByRole('button', { name: /Impact Low, urgency Low/ }).textContent).toContain('P5')
})

test('a number that cannot be meant is told at its field and cannot be saved', async () => {
  const { form } = await show()
  const high = within(form).getByLabelText(/high impact/)
  await userEvent.clear(high)
  await userEvent.type(high, '5')
  expect(await within(form).findByText('Must be more than for medium impact')).toBeTruthy()
  expect(within(form).getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true)
})

test('who may not configure is told whom to ask', async () => {
  await serve(['incidents.view_all'], {})
  renderAt('/settings/incidents', <IncidentSettingsPage />)
  expect((await screen.findByText(/incidents\.configure/)).textContent).toContain('administrator')
})

import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { refusal } from '../../../test/fake-api.ts'
import { connect, KEY, open, page, press, prometheus, startSignedOut } from './sources.fixture.tsx'

startSignedOut()

test('the key of a new source is shown once, inside what to paste, and is gone after closing', async () => {
  const server = open()
  await connect()
  const dialog = await screen.findByRole('dialog', { name: /ready to send/ })
  expect(within(dialog).getByText(KEY)).toBeTruthy()
  expect(dialog.textContent).toContain(`path_prefix: /am/${KEY}`)
  const [creation] = server.to('/noc/integrations/').filter(({ method }) => method === 'POST')
  expect(await creation?.json()).toEqual({
    name: 'Prometheus Zagreb',
    kind: 'alertmanager',
    client_id: null,
    site_id: null,
  })
  await userEvent.keyboard('{Escape}')
  expect(dialog.isConnected).toBe(true)
  await press('Done')
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(document.body.innerHTML).not.toContain(KEY)
})

test('copying takes the whole snippet', async () => {
  open()
  await connect()
  const config = await screen.findByRole('region', { name: /^In prometheus.yml/ })
  await userEvent.click(within(config).getByRole('button', { name: 'Copy' }))
  expect(await navigator.clipboard.readText()).toMatch(/^alerting:\n.*targets: \['watch.example:443'\]$/s)
})

test('the panel waits for the first alert of this source and says when it came', async () => {
  let hasCome = false
  const server = open({ '/noc/alerts/': () => page(hasCome ? [{ id: 1, title: 'Disk full' }] : []) })
  await connect()
  await screen.findByText('Waiting for the first alert…')
  hasCome = true
  await screen.findByText('First alert received: Disk full', undefined, { timeout: 5000 })
  expect(screen.getByRole('link', { name: 'Show in the console' }).getAttribute('href')).toContain(
    '/noc/alerts?integration_id=7',
  )
  expect(server.to('/noc/alerts/')[0]?.url).toContain('integration_id=7')
}, 10_000)

test('what the server refuses stands at its field, and the form stays', async () => {
  const errors = [{ field: 'name', code: 'taken', detail: 'Another source has this name.' }]
  open({
    '/noc/integrations/': ({ method }) =>
      method === 'POST' ? refusal(422, 'Please check.', { errors }) : page([prometheus]),
  })
  await connect()
  expect(await screen.findByText('Another source has this name.')).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>(/^Name/).value).toBe('Prometheus Zagreb')
})

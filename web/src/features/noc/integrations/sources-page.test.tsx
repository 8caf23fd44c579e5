import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { refusal } from '../../../test/fake-api.ts'
import { open, page, press, prometheus, startSignedOut } from './sources.fixture.tsx'

startSignedOut()

test('a source is listed with its kind in words and the name of its client', async () => {
  open()
  const row = await screen.findByRole('row', { name: /Prometheus Zagreb/ })
  expect(within(row).getByRole('cell', { name: 'Prometheus, as its Alertmanager' })).toBeTruthy()
  expect(await within(row).findByRole('cell', { name: 'Northwind' })).toBeTruthy()
})

test('the empty list asks to connect the first source', async () => {
  open({ '/noc/integrations/': () => page([]) })
  await screen.findByRole('heading', { name: 'Connect your first source' })
  await press('Connect a source')
  expect(await screen.findByRole('dialog', { name: 'Connect a source' })).toBeTruthy()
})

test('without noc:configure the list can be read and nothing changed', async () => {
  open({}, ['noc:view'])
  await screen.findByRole('row', { name: /Prometheus Zagreb/ })
  expect(screen.queryByRole('button', { name: 'Connect a source' })).toBeNull()
  expect(screen.queryByRole('button', { name: /^Actions of/ })).toBeNull()
})

test('without noc:configure the empty list does not ask for what cannot be done', async () => {
  open({ '/noc/integrations/': () => page([]) }, ['noc:view'])
  await screen.findByRole('heading', { name: 'No sources yet' })
  expect(screen.queryByRole('button', { name: 'Connect a source' })).toBeNull()
})

test('without noc:view nothing is asked for', async () => {
  const server = open({}, ['incidents.view'])
  await screen.findByRole('heading', { name: 'You may not see sources' })
  expect(server.to('/noc/integrations/')).toHaveLength(0)
})

test('a list that fails says why and can be tried again', async () => {
  let isBroken = true
  open({
    '/noc/integrations/': () => (isBroken ? refusal(400, 'That search is too long.') : page([prometheus])),
  })
  expect(await screen.findByText(/That search is too long/)).toBeTruthy()
  isBroken = false
  await press('Try again')
  expect(await screen.findByRole('row', { name: /Prometheus Zagreb/ })).toBeTruthy()
})

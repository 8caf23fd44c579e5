import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { send, signIn } from './api.ts'
import { PHONE, showsWell, signedIn } from './browser.ts'
import { useProduct } from './use-product.ts'

const { product, browser } = useProduct()

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

test('a token is made, works within its permissions, and is refused once it is revoked', async () => {
  const { page, complaints } = await signedIn(browser(), product().url, { viewport: PHONE, dark: true })
  await page.goto(`${product().url}/profile`)
  await page.getByText('You have no tokens.').waitFor()
  await press(page, 'New token')
  await page.getByLabel('Name').fill('Nightly export')
  await press(page, '30 days')
  await press(page, 'Make the token')
  await page.getByText('Choose at least one.').waitFor()
  await showsWell(page, 'token-without-permission-phone')
  await page.getByText('incidents.view', { exact: true }).click()
  await showsWell(page, 'token-new-phone')
  await press(page, 'Make the token')
  const token = await page.getByLabel('Token', { exact: true }).inputValue()
  await showsWell(page, 'token-made-phone')
  await press(page, 'Done')

  const read = () => send(product().url, 'GET', '/api/v1/incidents/', undefined, token)
  await read()
  await expect(send(product().url, 'GET', '/api/v1/teams/', undefined, token)).rejects.toThrow(' 403 ')
  await press(page, 'Revoke Nightly export')
  await showsWell(page, 'token-revoke-phone')
  await press(page, 'Revoke the token')
  await page.getByText('You have no tokens.').waitFor()
  await expect(read()).rejects.toThrow(' 401 ')
  expect(complaints).toEqual([])
})

test('sessions elsewhere are shown by their device, and end when they are told to', async () => {
  const elsewhere = await signIn(product().url)
  const { page } = await signedIn(browser(), product().url)
  await page.goto(`${product().url}/profile`)
  await page.getByText('This one').first().waitFor()
  await page.getByText('Chrome on Linux').first().waitFor()
  await press(page, 'End node')
  await showsWell(page, 'session-end-desktop')
  await press(page, 'End the session')
  await page.getByText('The session is over').waitFor()
  await expect(elsewhere.get('/api/v1/incidents/')).rejects.toThrow(' 401 ')

  const another = await signIn(product().url)
  await press(page, 'End all others')
  await page.getByRole('alertdialog').getByRole('button', { name: 'End all others' }).click()
  await page.getByText('You are signed in nowhere else.').waitFor()
  await expect(another.get('/api/v1/incidents/')).rejects.toThrow(' 401 ')
})

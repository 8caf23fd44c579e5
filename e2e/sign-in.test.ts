import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { signIn } from './api.ts'
import { PHONE, showsWell, signedIn } from './browser.ts'
import { PASSWORD } from './server.ts'
import { useProduct } from './use-product.ts'

const { product, browser } = useProduct()

const PASSPHRASE = 'a brand new passphrase'
const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate()

async function givePassword(page: Page, username: string, password: string) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('an invitation becomes an account, its second factor is set up and asked for, and a recovery code serves', {
  timeout: 180_000,
}, async () => {
  const admin = await signIn(product().url)
  const newcomer = {
    username: 'lena',
    display_name: 'Lena Vogt',
    email: 'lena@example.org',
    roles: ['agent'],
  }
  const { invitation_url } = await admin.post<{ invitation_url: string }>('/api/v1/users/', newcomer)
  expect(new URL(invitation_url).origin).toBe(product().url)

  const context = await browser().newContext({ viewport: PHONE, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(invitation_url)
  await page.getByLabel('New password').fill(PASSPHRASE)
  await page.getByLabel('The same again').fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Choose this password' }).click()
  await page.getByText('Sign in as lena.').waitFor()
  await showsWell(page, 'password-chosen-phone')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await givePassword(page, 'lena', PASSPHRASE)
  await page.waitForURL((address) => !address.pathname.startsWith('/login'))

  await page.goto(`${product().url}/profile`)
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  await page.getByRole('img', { name: /QR code/ }).scrollIntoViewIfNeeded()
  await showsWell(page, 'mfa-set-up-phone')
  const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '')
  const used = codeOf(secret)
  await page.getByLabel('Code').fill(used)
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).waitFor()
  const [recoveryCode = ''] = await page.locator('[data-paper] li').allTextContents()
  await showsWell(page, 'recovery-codes-phone')
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('button', { name: 'Turn off' }).waitFor()
  await context.close()

  const again = await (await browser().newContext({ locale: 'en-GB' })).newPage()
  await again.goto(`${product().url}/login`)
  await givePassword(again, 'lena', PASSPHRASE)
  await again.getByLabel('Code').waitFor()
  await showsWell(again, 'code-desktop')
  await again.getByLabel('Code').fill(used)
  await again.getByRole('button', { name: 'Sign in' }).click()
  await again.getByRole('alert').getByText('was used before').waitFor()
  await again.getByLabel('Code').fill(recoveryCode)
  await again.getByRole('button', { name: 'Sign in' }).click()
  await again.waitForURL((address) => !address.pathname.startsWith('/login'))
  await again.goto(`${product().url}/profile`)
  await again.getByRole('button', { name: 'Turn off' }).waitFor()
  await showsWell(again, 'profile-mfa-on-desktop')
})

test('a changed password ends the other sessions and keeps this one', async () => {
  const [here, there] = [await signedIn(browser(), product().url), await signedIn(browser(), product().url)]
  await here.page.goto(`${product().url}/profile`)
  await here.page.getByLabel('Present password').fill(PASSWORD)
  await here.page.getByLabel('New password').fill(PASSPHRASE)
  await here.page.getByLabel('The same again').fill(PASSPHRASE)
  await here.page.getByRole('button', { name: 'Change the password' }).click()
  await here.page.getByText('Your password was changed').waitFor()
  await there.page.goto(`${product().url}/profile`)
  await there.page.getByLabel('Username').waitFor()
  await here.page.reload()
  await here.page.getByText('Present password').waitFor()
  await Promise.all([here.context.close(), there.context.close()])
})

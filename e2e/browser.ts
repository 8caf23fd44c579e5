import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { PASSWORD } from './server.ts'

const SCREENSHOTS = fileURLToPath(new URL('screenshots/', import.meta.url))
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

/** Debian's Chromium, the one named by WATCHDESK_CHROMIUM, or Playwright's own. */
export function launch(): Promise<Browser> {
  const known = [process.env.WATCHDESK_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome']
  const executablePath = known.find((path) => path && existsSync(path))
  return chromium.launch({ args: QUIET, ...(executablePath ? { executablePath } : {}) })
}

export interface Session {
  context: BrowserContext
  page: Page
  /** What the page complained about on its console. */
  complaints: string[]
}

/** A browser of its own, signed in through the form. */
export async function signedIn(
  browser: Browser,
  url: string,
  options: { viewport?: typeof DESKTOP; dark?: boolean; username?: string; password?: string } = {},
): Promise<Session> {
  const context = await browser.newContext({
    viewport: options.viewport ?? DESKTOP,
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'en-GB',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  await page.goto(`${url}/login`)
  await page.getByLabel('Username').fill(options.username ?? 'admin')
  await page.getByLabel('Password').fill(options.password ?? PASSWORD)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL((address) => !address.pathname.startsWith('/login'))
  // From here on: before it, the page has asked for a session that is not there, which browsers report.
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return { context, page, complaints }
}

export async function screenshot(page: Page, name: string) {
  await mkdir(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png` })
}

/** What WCAG 2.2 AA forbids on this page, in words; empty when nothing. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's policy allows scripts of our own host only.
  await page.evaluate(await readFile(AXE, 'utf8'))
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(
          context: object,
          options: object,
        ): Promise<{ violations: { id: string; help: string; nodes: { target: string[] }[] }[] }>
      }
    }
    // What was announced of a button that is gone stands, without its words, until the library takes it away after 7 s.
    const { violations } = await axe.run(
      { exclude: ['[data-live-announcer]'] },
      { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    )
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
  })
}

/** A picture of what stands there now, and no fault of accessibility in it. */
export async function showsWell(page: Page, name: string) {
  await page.waitForTimeout(300)
  await screenshot(page, name)
  expect(await accessibilityFaults(page)).toEqual([])
}

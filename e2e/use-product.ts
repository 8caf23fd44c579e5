import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launch } from './browser.ts'
import { newDataDir, type RunningProduct, startProduct } from './server.ts'

/** A product and a browser for the tests of one file, there before its own hooks begin and until they have ended. */
export function useProduct(): { product: () => RunningProduct; browser: () => Browser } {
  let folder: Awaited<ReturnType<typeof newDataDir>>
  let product: RunningProduct
  let browser: Browser
  beforeAll(async () => {
    folder = await newDataDir()
    product = await startProduct(folder.dataDir)
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
    await folder?.remove()
  })
  return { product: () => product, browser: () => browser }
}

import type { App } from './app.ts'

/**
 * Does this request come from a page we trust? Our own origin, whatever name we are reached by, or one of CORS_ORIGINS.
 * A request without Origin comes from no browser page.
 */
export function isOwnOrigin(app: App, { origin, host }: { origin?: string; host?: string }) {
  if (origin === undefined) return true
  if (origin === new URL(app.publicUrl).origin || app.corsOrigins.includes(origin)) return true
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host
}

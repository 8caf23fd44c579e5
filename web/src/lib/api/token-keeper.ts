const RENEW_AHEAD_MS = 60_000
const MIN_DELAY_MS = 5000
const DEFAULT_LIFETIME_MS = 15 * 60_000

/** Epoch milliseconds from the token's `exp`; what cannot be read counts as the usual 15 minutes. */
export function expiryOf(token: string, now: number): number {
  try {
    const payload = token.split('.')[1] ?? ''
    const { exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { exp: number }
    return Number.isFinite(exp) ? exp * 1000 : now + DEFAULT_LIFETIME_MS
  } catch {
    return now + DEFAULT_LIFETIME_MS
  }
}

/**
 * Holds the access token, in memory only, and renews it a minute ahead of its end. `renew` is single flight: however many requests
 * meet a 401, one refresh goes out and all of them wait for it.
 */
export function createTokenKeeper(refresh: () => Promise<string>) {
  let access: { token: string; expiresAt: number } | null = null
  let renewal: Promise<string> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function keep(token: string): string {
    const now = Date.now()
    access = { token, expiresAt: expiryOf(token, now) }
    clearTimeout(timer)
    const delay = Math.max(access.expiresAt - now - RENEW_AHEAD_MS, MIN_DELAY_MS)
    timer = setTimeout(() => renew().catch(() => {}), delay)
    return token
  }
  function drop() {
    access = null
    clearTimeout(timer)
  }
  /** A token newer than `stale`, the one that was refused. */
  function renew(stale?: string): Promise<string> {
    if (access && stale && access.token !== stale) return Promise.resolve(access.token)
    renewal ??= refresh().finally(() => {
      renewal = null
    })
    return renewal
  }
  async function token(): Promise<string> {
    return access && access.expiresAt > Date.now() ? access.token : renew()
  }
  return { keep, drop, renew, token }
}

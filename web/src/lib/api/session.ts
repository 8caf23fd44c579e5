import { createStore } from '../store.ts'
import { networkProblem, Problem, problemOf } from './problem.ts'
import type { Grant, User } from './types.ts'

/** `expired`: somebody works here, but the refresh token is gone; a dialog asks for the password and the work goes on. */
export type SessionState =
  | { status: 'unknown' | 'anonymous'; user: null }
  | { status: 'active' | 'expired'; user: User }

interface Access {
  token: string
  /** Epoch milliseconds. */
  expiresAt: number
}

const RENEW_AHEAD_MS = 60_000
const DEFAULT_LIFETIME_MS = 15 * 60_000

/** Reads `exp` from the token; what cannot be read counts as the usual 15 minutes. */
export function expiryOf(token: string, now: number): number {
  try {
    const payload = token.split('.')[1] ?? ''
    const { exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { exp: number }
    return Number.isFinite(exp) ? exp * 1000 : now + DEFAULT_LIFETIME_MS
  } catch {
    return now + DEFAULT_LIFETIME_MS
  }
}

async function post(path: string, body: object): Promise<Response> {
  const response = await fetch(`/api/v1/auth/${path}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw networkProblem()
  })
  if (!response.ok) throw await problemOf(response)
  return response
}

/**
 * Who is signed in. The access token lives here and nowhere else; the refresh token is a cookie that scripts cannot read.
 * `renew` is single flight: however many requests meet a 401, one refresh goes out and all of them wait for it.
 */
export function createSession() {
  const state = createStore<SessionState>({ status: 'unknown', user: null })
  let access: Access | null = null
  let renewal: Promise<string> | null = null
  let signedInAgain: PromiseWithResolvers<string> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function accept(grant: Grant): string {
    const expiresAt = expiryOf(grant.access, Date.now())
    access = { token: grant.access, expiresAt }
    state.set({ status: 'active', user: grant.user })
    clearTimeout(timer)
    timer = setTimeout(
      () => void renew().catch(() => {}),
      Math.max(expiresAt - Date.now() - RENEW_AHEAD_MS, 5000),
    )
    signedInAgain?.resolve(grant.access)
    signedInAgain = null
    return grant.access
  }

  function forget() {
    access = null
    clearTimeout(timer)
    state.set({ status: 'anonymous', user: null })
    const gone = new Problem({ title: 'Signed out', status: 401, code: 'signed_out' })
    signedInAgain?.reject(gone)
    signedInAgain = null
    return gone
  }

  async function refresh(): Promise<string> {
    try {
      return accept(await (await post('token/refresh', {})).json())
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 401, 403].includes(error.status)) throw error
      const { user } = state.get()
      if (!user) throw forget()
      access = null
      state.set({ status: 'expired', user })
      signedInAgain ??= Promise.withResolvers<string>()
      return signedInAgain.promise
    }
  }

  /** A token newer than `stale`. While the session is expired it waits until somebody has signed in again. */
  function renew(stale?: string): Promise<string> {
    if (access && stale && access.token !== stale) return Promise.resolve(access.token)
    renewal ??= refresh().finally(() => {
      renewal = null
    })
    return renewal
  }

  return {
    state,
    renew,
    token: () => (access && access.expiresAt > Date.now() + 1000 ? Promise.resolve(access.token) : renew()),
    /** Active when the cookie still holds (another tab may have signed in), else anonymous. Throws when the server is away. */
    async restore() {
      if (!state.get().user) await renew().catch(passSignedOut)
      return state.get()
    },
    async signIn(username: string, password: string) {
      accept(await (await post('login', { username, password, cookie: true })).json())
    },
    async signOut() {
      await post('logout', {}).catch(() => {})
      forget()
    },
  }
}

function passSignedOut(error: unknown) {
  if (!(error instanceof Problem) || error.code !== 'signed_out') throw error
}

export type Session = ReturnType<typeof createSession>

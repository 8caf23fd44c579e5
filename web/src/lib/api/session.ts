import { createStore } from '../store.ts'
import { callAuth } from './auth-call.ts'
import { Problem } from './problem.ts'
import { createTokenKeeper } from './token-keeper.ts'
import type { Challenge, Me, SignedIn } from './types.ts'
import { createWaitingRoom } from './waiting-room.ts'

/**
 * `expired`: somebody works here, but the refresh token is gone; a dialog asks for the password and the work goes on.
 * `viewer`: who is signed in, where they see the product as `user` does (viewing.ts).
 */
export type SessionState =
  | { status: 'unknown' | 'anonymous'; user: null; viewer?: never }
  | { status: 'active' | 'expired'; user: Me; viewer?: Me }

async function signedInBy(path: string, body: object): Promise<SignedIn> {
  return (await callAuth(path, body)).json()
}

const signedOut = () => new Problem({ title: 'Signed out', status: 401, code: 'signed_out' })

/** No cookie, or one that no longer holds; anything else is a server in trouble. */
const isRefused = (error: unknown) => error instanceof Problem && [400, 401, 403].includes(error.status)

/**
 * Who is signed in. The refresh token is a cookie that scripts cannot read. While the session is expired, `token` and `renew` wait
 * until somebody has signed in again; signing out instead rejects them with code `signed_out`.
 */
export function createSession() {
  const state = createStore<SessionState>({ status: 'unknown', user: null })
  const waiting = createWaitingRoom()
  const { keep, drop, renew, token } = createTokenKeeper(refresh)

  function accept({ access, user }: SignedIn): string {
    keep(access)
    state.set({ status: 'active', user })
    waiting.admit(access)
    return access
  }
  async function refresh(): Promise<string> {
    try {
      return accept(await signedInBy('token/refresh', {}))
    } catch (error) {
      if (!isRefused(error)) throw error
      drop()
      const { user } = state.get()
      state.set(user ? { status: 'expired', user } : { status: 'anonymous', user })
      if (user) return waiting.wait()
      throw signedOut()
    }
  }
  /** Active when the cookie still holds (another tab may have signed in), else anonymous. Throws when the server is away. */
  async function restore(): Promise<SessionState> {
    if (!state.get().user) await renew().catch(passSignedOut)
    return state.get()
  }
  /** @returns null when it is done, else what `enterCode` completes it with: the account has a second factor */
  async function signIn(username: string, password: string): Promise<string | null> {
    const body = { username, password, cookie: true }
    const answer: SignedIn | Challenge = await (await callAuth('login', body)).json()
    if ('mfa_token' in answer) return answer.mfa_token
    accept(answer)
    return null
  }
  async function enterCode(mfaToken: string, code: string) {
    accept(await signedInBy('mfa/verify', { mfa_token: mfaToken, code, cookie: true }))
  }
  async function signOut() {
    await callAuth('logout', {}).catch(() => {})
    drop()
    state.set({ status: 'anonymous', user: null })
    waiting.dismiss(signedOut())
  }
  return { state, token, renew, restore, signIn, enterCode, signOut }
}

function passSignedOut(error: unknown) {
  if (!(error instanceof Problem) || error.code !== 'signed_out') throw error
}

export type Session = ReturnType<typeof createSession>

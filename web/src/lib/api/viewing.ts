import { createStore } from '../store.ts'
import type { Session, SessionState } from './session.ts'
import type { SignedIn } from './types.ts'

/**
 * Lets the person who is signed in see the product as another does. The other's token lies in memory beside one's own session, which
 * goes on underneath and is there again when `endView` is called, the token is over, or the server has ended it.
 */
export function createViewing(own: Session) {
  const state = createStore<SessionState>(own.state.get())
  let view: SignedIn | null = null

  function tell() {
    const mine = own.state.get()
    if (mine.status !== 'active') view = null
    state.set(view && mine.user ? { status: 'active', user: view.user, viewer: mine.user } : mine)
  }
  own.state.subscribe(tell)

  function viewAs(seen: SignedIn) {
    view = seen
    tell()
  }
  function endView() {
    view = null
    tell()
  }
  async function token(): Promise<string> {
    return view?.access ?? own.token()
  }
  async function renew(stale?: string): Promise<string> {
    if (!view) return own.renew(stale)
    // What was sent before the view began is asked again as the other: nothing may act for oneself meanwhile.
    if (stale && stale !== view.access) return view.access
    endView()
    return own.token()
  }
  async function restore(): Promise<SessionState> {
    await own.restore()
    return state.get()
  }
  return { ...own, state, token, renew, restore, viewAs, endView }
}

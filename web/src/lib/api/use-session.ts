import { useStore } from '../store.ts'
import { session } from './client.ts'
import { changingPermissions } from './facts.gen.ts'
import type { ActionOffer, Me } from './types.ts'

export const useSession = () => useStore(session.state)

/** The person at work. Only inside the shell, where somebody is signed in. */
export function useUser(): Me {
  const { user } = useSession()
  if (!user) throw new Error('useUser needs a signed-in session: render it inside the shell')
  return user
}

/** Whether the person at work holds it: what they see follows from that, through whosever eyes it is seen. */
export function useHeld(permission: string): boolean {
  return useSession().user?.permissions.includes(permission) ?? false
}

/** Whether it may be used here and now. Who sees the product as somebody else only looks. */
export function usePermission(permission: string): boolean {
  const mayChange = useMayChange()
  return useHeld(permission) && (mayChange || !changingPermissions.includes(permission))
}

export const useMayChange = () => useSession().viewer === undefined

/** The actions of a record that may be taken here and now. */
export function useOffers({ actions }: { actions: readonly ActionOffer[] }): readonly ActionOffer[] {
  return useMayChange() ? actions : []
}

import { useStore } from '../store.ts'
import { session } from './client.ts'
import type { Me } from './types.ts'

export const useSession = () => useStore(session.state)

/** The person at work. Only inside the shell, where somebody is signed in. */
export function useUser(): Me {
  const { user } = useSession()
  if (!user) throw new Error('useUser needs a signed-in session: render it inside the shell')
  return user
}

export function usePermission(permission: string): boolean {
  return useSession().user?.permissions.includes(permission) ?? false
}

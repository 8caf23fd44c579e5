import { createStore } from '../../lib/store.ts'

/** Which dialog of the shell is open; each is loaded when first wanted. */
export const overlay = createStore<'palette' | 'shortcuts' | null>(null)

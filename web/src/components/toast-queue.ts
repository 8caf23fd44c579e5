import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components'

export interface ToastContent {
  title: string
  detail?: string
  tone?: 'neutral' | 'good' | 'danger'
  /** Offered as a button for as long as the toast stands: taking it back, or the way on. */
  action?: { label: string; run: () => void }
}

/** Long enough to read and to reach the button (F6 leads there); the clock stops while a toast has the pointer or the focus. */
const TIMEOUT_MS = 10_000

export const toasts = new ToastQueue<ToastContent>({ maxVisibleToasts: 4 })

export function toast(content: ToastContent) {
  return toasts.add(content, { timeout: TIMEOUT_MS })
}

import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One timer for every clock on the page, and none while nobody looks. */
function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** Text that depends on the time: the component renders again only when the text itself changes. */
export function useClock<T extends string | number>(textAt: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => textAt(Date.now()))
}

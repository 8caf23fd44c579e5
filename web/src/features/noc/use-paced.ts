import { useEffect, useEffectEvent, useRef } from 'react'

/** Calls of one moment belong together: they are one run. */
const MOMENT_MS = 20

/** A function that may be called at any rate: it runs soon after the first call, and again at the earliest `ms` later. */
export function usePaced(run: () => void, ms: number) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const last = useRef(Number.NEGATIVE_INFINITY)
  const act = useEffectEvent(() => {
    timer.current = undefined
    last.current = performance.now()
    run()
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return () => {
    timer.current ??= setTimeout(() => act(), Math.max(MOMENT_MS, last.current + ms - performance.now()))
  }
}

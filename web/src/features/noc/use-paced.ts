import { useEffect, useEffectEvent, useRef } from 'react'

/** A function that may be called at any rate: it runs `ms` after the first call, once for all that came in the meantime. */
export function usePaced(run: () => void, ms: number) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const act = useEffectEvent(() => {
    timer.current = undefined
    run()
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return () => {
    timer.current ??= setTimeout(() => act(), ms)
  }
}

/** Lets `burst` through at once, and `perSecond` in the long run. @returns whether one more may pass */
export function createBucket(perSecond: number, burst: number) {
  let filled = burst
  let at = performance.now()
  return () => {
    const now = performance.now()
    filled = Math.min(burst, filled + ((now - at) / 1000) * perSecond)
    at = now
    if (filled < 1) return false
    filled--
    return true
  }
}

/** A loop waits for it, or for the time to pass; a ring while nobody waits is remembered. */
export interface Bell {
  ring(): void
  /** @returns whether it rang */
  wait(ms: number): Promise<boolean>
}

export function createBell(): Bell {
  let hasRung = false
  let wake = () => {}
  return {
    ring: () => {
      hasRung = true
      wake()
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          wake = () => {}
          resolve(hasRung)
          hasRung = false
        }
        const timer = setTimeout(done, ms)
        wake = done
        if (hasRung) done()
      }),
  }
}

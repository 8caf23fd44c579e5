/** Gives out up to `limit` seats per holder. */
export function createSeats(limit: number) {
  const taken = new Map<string, number>()
  /** @returns how to give the seat back, to be called once; undefined when the holder has all of theirs */
  return (holder: string): (() => void) | undefined => {
    const count = taken.get(holder) ?? 0
    if (count >= limit) return undefined
    taken.set(holder, count + 1)
    return () => {
      const left = (taken.get(holder) ?? 1) - 1
      if (left > 0) taken.set(holder, left)
      else taken.delete(holder)
    }
  }
}

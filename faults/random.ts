/** Chance that can be had again: the same seed gives the same faults in the same order. */
export interface Random {
  /** From 0 up to and without 1. */
  next(): number
  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number
  pick<T>(from: readonly T[]): T
  /** Another sequence that this one does not disturb. */
  fork(name: string): Random
}

export function seeded(seed: number): Random {
  let state = seed >>> 0
  // Mulberry32: small, and good enough to choose what to break.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    pick: (from) => from[between(0, from.length - 1)] as (typeof from)[number],
    fork: (name) => seeded([...name].reduce((sum, sign) => Math.imul(sum, 31) + sign.charCodeAt(0), seed)),
  }
}

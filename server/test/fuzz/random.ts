/** Numbers that look like chance and come again with their seed. */
export interface Random {
  /** A whole number from 0 to below `n`. */
  below(n: number): number
  pick<Item>(items: readonly Item[]): Item
}

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, pick: (items) => items[below(items.length)] as (typeof items)[number] }
}

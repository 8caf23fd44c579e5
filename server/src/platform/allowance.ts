import type pg from 'pg'
import type { Bus } from './bus/bus.ts'

export const WINDOW_SECONDS = 60
/** So many blocks make up a limit: as much as one process may hold back from the others. */
const BLOCKS = 60
const MOST_HOLDERS = 10_000

/** A block of what a holder may do in its present window. */
export interface Block {
  granted: number
  remaining: number
  secondsLeft: number
}

/** Takes a block from what all processes share. */
export type TakeBlock = (holder: string, kind: string, wanted: number, most: number) => Promise<Block>

/** What this process has of a holder's allowance. */
export interface Allowance {
  left: number
  remaining: number
  /** On the monotonic clock, in milliseconds. */
  until: number
}

/** One kind's allowances: `most` a minute for each holder, in all processes together. */
export function createAllowances(kind: string, most: number, take: TakeBlock, now = () => performance.now()) {
  const held = new Map<string, Allowance>()
  const coming = new Map<string, Promise<void>>()
  const size = Math.ceil(most / BLOCKS)

  async function fetchBlock(holder: string) {
    const { granted, remaining, secondsLeft } = await take(holder, kind, size, most)
    held.delete(holder)
    held.set(holder, { left: granted, remaining, until: now() + secondsLeft * 1000 })
    if (held.size > MOST_HOLDERS) held.delete(held.keys().next().value as string)
  }

  /** Those who come meanwhile wait for the same block. */
  function nextBlock(holder: string) {
    const known = coming.get(holder)
    if (known) return known
    const block = fetchBlock(holder).finally(() => coming.delete(holder))
    coming.set(holder, block)
    return block
  }

  return {
    /** Spends one of what is here: the way of nearly every call, without waiting. */
    spend(holder: string): Allowance | undefined {
      const own = held.get(holder)
      if (own === undefined || own.left === 0 || own.until <= now()) return undefined
      own.left--
      return own
    },
    /** Spends one, of a new block if it must be. @returns what is left, and whether there was one */
    async demand(holder: string): Promise<{ own: Allowance; isGranted: boolean }> {
      for (;;) {
        const own = held.get(holder)
        if (own && own.until > now()) {
          if (own.left > 0) {
            own.left--
            return { own, isGranted: true }
          }
          if (own.remaining === 0) return { own, isGranted: false }
        }
        await nextBlock(holder)
      }
    },
    secondsLeft: ({ until }: Allowance) => Math.max(1, Math.ceil((until - now()) / 1000)),
  }
}

/** Redis is quicker and spares the database; while it is away PostgreSQL counts. */
export function blocksFrom(pool: Pick<pg.Pool, 'query'>, bus: Bus | null): TakeBlock {
  return async (holder, kind, wanted, most) => {
    const block = await bus?.takeBlock(`${kind}:${holder}`, wanted, most, WINDOW_SECONDS)
    if (block) return block
    const { rows } = await pool.query({
      name: 'take allowance',
      text: `select granted, remaining, seconds_left as "secondsLeft" from auth.take_allowance($1, $2, $3, $4, $5)`,
      values: [holder, kind, wanted, most, WINDOW_SECONDS],
    })
    return rows[0] as Block
  }
}

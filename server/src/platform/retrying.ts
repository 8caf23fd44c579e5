import { setTimeout as sleep } from 'node:timers/promises'
import { overloaded } from './errors.ts'
import { isOutdated } from './transaction.ts'

const CLASHES = new Set(['40001', '40P01'])
const MAX_TRIES = 3
/** More connections than a pool has: each may have prepared the statement before a migration. */
export const MOST_OUTDATED = 20

/** Tries a transaction again where others were in its way, or its connection knew the tables of before a migration. */
export async function retrying<T>(transact: () => Promise<T>): Promise<T> {
  for (let attempt = 1, left = MOST_OUTDATED; ; ) {
    try {
      return await transact()
    } catch (error) {
      if (isOutdated(error) && left-- > 0) continue
      if (!CLASHES.has((error as { code?: string }).code ?? '')) throw error
      if (attempt++ === MAX_TRIES)
        throw overloaded('Too many want the same records just now; try again shortly.')
      await sleep(5 * attempt * Math.random())
    }
  }
}

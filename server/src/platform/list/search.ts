import { sql } from 'kysely'
import type { Predicate } from './filters.ts'

const MAX_HITS = 10_000

/**
 * Full text, every word required, the words taken as prefixes. Goes through search.matches, since full text
 * is not leakproof and would lose its index under row-level security.
 * @param seesPersonal whether a record may be found by addresses and numbers of people
 */
export function searchPredicate(kind: string, text: string, seesPersonal: boolean): Predicate | undefined {
  const words = text
    .normalize('NFC')
    .replaceAll('\u0000', '')
    .match(/[\p{L}\p{N}]+/gu)
  if (!words) return sql`false`
  const query = words
    .slice(0, 20)
    .map((word) => `'${word}':*`)
    .join(' & ')
  return sql`t.id = any(array(select search.matches(${kind}, ${query}, ${MAX_HITS}, ${seesPersonal})))`
}

import { createHash } from 'node:crypto'
import type { Digest } from './archive.format.ts'

const NEWLINE = 0x0a

/** Counts and hashes a table's rows as they pass; COPY writes a row a line and no newline within one. */
export function createDigest() {
  const hash = createHash('sha256')
  let rows = 0
  let bytes = 0
  return {
    update(chunk: Buffer) {
      hash.update(chunk)
      bytes += chunk.length
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) rows++
    },
    result: (): Digest => ({ rows, bytes, sha256: hash.digest('hex') }),
  }
}

/** In words, or undefined when they are the same. */
export function differenceOf(expected: Digest | undefined, found: Digest | undefined): string | undefined {
  if (!expected || !found) return expected ? 'is missing' : 'was not expected'
  if (expected.rows !== found.rows) return `has ${found.rows} rows, not ${expected.rows}`
  return expected.sha256 === found.sha256 ? undefined : 'has as many rows, but not the same'
}

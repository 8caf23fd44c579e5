import { expect, test } from 'vitest'
import { chunkOf, createRing, type Entry, parseCursor } from './ring.ts'

const entry = (seq: number, ids = [seq], kind = 'incident'): Entry => ({
  organizationId: 1,
  seq,
  kind,
  event: `${kind}.touched`,
  at: new Date(0),
  ids,
  before: null,
})
const seqs = (entries: Entry[] | null) => entries?.map(({ seq }) => seq) ?? null

function ringOf(...numbers: number[]) {
  const ring = createRing(10)
  for (const [at, seq] of numbers.entries()) ring.push(entry(seq), at)
  return ring
}

test('a ring answers what follows a place, and null for what it no longer reaches', () => {
  const ring = ringOf(5, 6, 7)
  expect(seqs(ring.after(5, 10))).toEqual([6, 7])
  expect(seqs(ring.after(4, 2))).toEqual([5, 6])
  expect(seqs(ring.after(7, 10))).toEqual([])
  expect(ring.after(3, 10)).toBeNull()
  expect(createRing(10).after(0, 10)).toBeNull()
})

test('an entry heard twice is kept once, and a hole forgets what was before it', () => {
  expect(seqs(ringOf(5, 6, 6, 5).after(4, 10))).toEqual([5, 6])
  const torn = ringOf(5, 6, 8, 9)
  expect(torn.after(5, 10)).toBeNull()
  expect(seqs(torn.after(7, 10))).toEqual([8, 9])
})

test('a ring forgets by age', () => {
  const ring = ringOf(5, 6, 7)
  ring.forget(1)
  expect(ring.after(4, 10)).toBeNull()
  expect(seqs(ring.after(5, 10))).toEqual([6, 7])
  ring.forget(100)
  expect(ring.after(7, 10)).toBeNull()
})

test('a ring stays near its size however much goes through it', () => {
  const ring = createRing(100)
  for (let seq = 1; seq <= 5000; seq++) ring.push(entry(seq), seq)
  expect(seqs(ring.after(4900, 200))).toHaveLength(100)
  expect(ring.after(3800, 1)).toBeNull()
})

test('a chunk is limited by entries and by distinct records, and holds at least one entry', () => {
  const limits = { entries: 3, records: 3 }
  const same = [1, 2, 3, 4].map((seq) => entry(seq, [9]))
  expect(seqs(chunkOf(same, limits))).toEqual([1, 2, 3])
  const many = [entry(1, [1, 2, 3, 4]), entry(2, [5])]
  expect(seqs(chunkOf(many, limits))).toEqual([1])
  const other = [entry(1, [1, 2]), entry(2, [1, 2], 'alert'), entry(3)]
  expect(seqs(chunkOf(other, limits))).toEqual([1])
})

test('a cursor is read back exactly, and rubbish is no cursor', () => {
  expect(parseCursor('e12:345')).toEqual({ epoch: 12, seq: 345 })
  for (const text of ['', 'e1', '1:2', 'e1:-2', 'e1:2 ', 'e1:99999999999999999'])
    expect(parseCursor(text)).toBeUndefined()
})

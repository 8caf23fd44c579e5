import { expect, test } from 'vitest'
import { holdStill } from './held-rows.ts'

const row = (id: number, title = '') => ({ id, title })
const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id)

test('while held no row moves: new ones in between only count, a gone one stays', () => {
  const { rows, waiting } = holdStill([row(1), row(2), row(3)], [row(9), row(3), row(8), row(1)])
  expect(ids(rows)).toEqual([1, 2, 3])
  expect(waiting).toBe(2)
})

test('a held row shows what became of it', () => {
  const { rows } = holdStill([row(1), row(2)], [row(2, 'resolved'), row(1)])
  expect(rows[1]).toEqual(row(2, 'resolved'))
})

test('what was scrolled to comes in at the end, since it moves nothing', () => {
  const { rows, waiting } = holdStill([row(1), row(2)], [row(1), row(2), row(3)])
  expect(ids(rows)).toEqual([1, 2, 3])
  expect(waiting).toBe(0)
})

test('nothing new is the same array', () => {
  const shown = [row(1), row(2)]
  expect(holdStill(shown, [...shown]).rows).toBe(shown)
})

import { expect, test } from 'vitest'
import { groups } from './nav.ts'

test('no two places are reached by the same keys', () => {
  const byKeys = Map.groupBy(
    groups.flatMap(({ items }) => items),
    ({ keys }) => keys,
  )
  const shared = [...byKeys].filter(([, places]) => places.length > 1)
  expect(shared.map(([keys, places]) => [keys, ...places.map(({ path }) => path)])).toEqual([])
})

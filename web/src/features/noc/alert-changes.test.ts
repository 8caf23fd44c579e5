import { expect, test } from 'vitest'
import { applyChanges, changeTo } from './alert-changes.ts'
import { ACTIVE, type AlertQuery } from './alert-query.ts'
import { alertOf } from './alerts.fixture.tsx'

const active: AlertQuery = { workflow__in: ACTIVE, ordering: '-severity,-starts_at' }
const rows = [alertOf(3), alertOf(2), alertOf(1)]
const ids = ({ rows }: ReturnType<typeof applyChanges>) => rows.map(({ id }) => id)
const change = (id: number, more: Parameters<typeof alertOf>[1]) => changeTo(alertOf(id, more))
const apply = (changes: Parameters<typeof applyChanges>[1], query = active, hasMore = false) =>
  applyChanges(rows, changes, query, hasMore)

test('a newer version takes the place of its row, and every other row stays the same object', () => {
  const after = apply([change(2, { version: 2, title: 'worse' })]).rows
  expect(after.map(({ title }) => title)).toEqual(['alert 3', 'worse', 'alert 1'])
  expect(after[0]).toBe(rows[0])
})

test('an older version changes nothing: the very same array comes back', () => {
  const held = [alertOf(1, { version: 5 })]
  expect(applyChanges(held, [change(1, { version: 4, title: 'old' })], active, false).rows).toBe(held)
})

test('what leaves, is deleted or is resolved goes out of the list, and is remembered as last heard of', () => {
  const after = apply([
    { op: 'leave', eid: 3, ver: 2, d: {} },
    { op: 'delete', eid: 2, ver: 2, d: {} },
    change(1, { version: 2, workflow: 'resolved', status: 'resolved' }),
  ])
  expect(ids(after)).toEqual([])
  expect(after.left.map(({ id, status }) => [id, status])).toContainEqual([1, 'resolved'])
})

test('a new alert goes where the ordering puts it; a raised severity moves its row up', () => {
  expect(ids(apply([change(9, {}), change(8, { severity: 'low' })]))).toEqual([9, 3, 2, 1, 8])
  expect(ids(apply([change(1, { version: 2, severity: 'critical' })]))).toEqual([1, 3, 2])
})

test('what sorts behind the last row waits for its page while the server has more', () => {
  const after = apply([change(8, { severity: 'low' })], active, true)
  expect(ids(after)).toEqual([3, 2, 1])
  expect(after.arrived).toHaveLength(1)
})

test('a tick moves the counter and nothing else, and does not bring in an unknown alert', () => {
  const tick = (eid: number) => ({ op: 'tick' as const, eid, ver: 1, d: { occurrence_count: 7 } })
  const after = apply([tick(2), tick(99)])
  expect(after.rows.map(({ occurrence_count: count }) => count)).toEqual([1, 7, 1])
})

test('whether an unknown alert fits a full-text search only the server can say; what another filter shuts out is certain', () => {
  const searched = { ...active, search: 'disk' }
  expect(apply([change(9, {})], searched)).toMatchObject({ isUncertain: true, arrived: [] })
  expect(apply([change(9, { workflow: 'resolved' })], searched).isUncertain).toBe(false)
})

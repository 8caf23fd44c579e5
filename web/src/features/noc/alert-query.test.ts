import { expect, test } from 'vitest'
import { compareBy } from './alert-order.ts'
import { alertQueryOf, belongs } from './alert-query.ts'
import { alertOf } from './alerts.fixture.tsx'

test('an address without a view asks for what is not resolved; one with a status or workflow for just that', () => {
  expect(alertQueryOf({})).toEqual({ workflow__in: 'open,acknowledged', ordering: '-severity,-starts_at' })
  expect(alertQueryOf({ status__in: 'resolved' }).workflow__in).toBeUndefined()
})

test('the API hears of no key that it does not know', () => {
  const search = {
    alert: '7',
    status: 'open',
    newer_versions_key: 'x',
    severity__gte: 'high',
    starts_at__bogus: '1',
  }
  expect(Object.keys(alertQueryOf(search)).sort()).toEqual(['ordering', 'severity__gte', 'status'])
})

test.each([
  [{ severity__gte: 'warning' }, true],
  [{ severity__gt: 'warning' }, false],
  [{ severity__in: 'critical,WARNING' }, true],
  [{ status: 'Open' }, true],
  [{ assignee_id__isnull: 'true' }, true],
  [{ assignee_id: '4' }, false],
  [{ client_id__in: '3,4' }, false],
  [{ integration_id: '1' }, true],
  [{ title__icontains: 'ALERT' }, true],
  [{ starts_at__gte: '2026-02-01' }, false],
  [{ resolved_at__lt: '2030-01-01' }, false],
  [{ occurrence_count__gt: '0' }, true],
  [{ search: 'disk' }, undefined],
  [{ search: 'disk', status: 'resolved' }, false],
])('an open warning of nobody under %j: %s', (query, expected) => {
  expect(belongs(alertOf(5), query)).toBe(expected)
})

test('order follows the severity’s rank, not its letters, and closes with the id', () => {
  const order = (ordering: string) =>
    [
      alertOf(1, { severity: 'critical', starts_at: '' }),
      alertOf(2, { severity: 'info', starts_at: '' }),
      alertOf(3, { severity: 'info', starts_at: '' }),
    ]
      .sort(compareBy(ordering))
      .map(({ id }) => id)
  expect(order('-severity,-starts_at')).toEqual([1, 3, 2])
  expect(order('severity')).toEqual([2, 3, 1])
})

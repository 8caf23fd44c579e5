import { expect, test } from 'vitest'
import { isNarrowed, marksIn, queryOf, withMarks } from './queue.query.ts'

test('without a word about the status the queue asks for what is open, the most urgent first', () => {
  expect(queryOf({})).toEqual({ status: 'open', ordering: 'priority,-created_at' })
})

test('all statuses are asked for by none', () => {
  expect(queryOf({ status: 'all' })).not.toHaveProperty('status')
  expect(queryOf({ status__in: 'new,on_hold' })).toMatchObject({ status__in: 'new,on_hold' })
  expect(queryOf({ status__in: 'new,on_hold' })).not.toHaveProperty('status')
})

test('keys of the address that are not the list’s are not sent, since the server would refuse them', () => {
  expect(queryOf({ tab: 'history', v: 'mine', team_id: '2' })).toEqual({
    team_id: '2',
    status: 'open',
    ordering: 'priority,-created_at',
  })
})

test('a status alone is a view, anything more is a filter that can be cleared', () => {
  expect(isNarrowed({ status: 'closed', ordering: 'number' })).toBe(false)
  expect(isNarrowed({ search: 'vpn' })).toBe(true)
})

test('flags are keys of the address like any other filter, and are taken away with their values', () => {
  const chosen = withMarks(['vip', 'escalated'])
  expect(queryOf(chosen)).toMatchObject({ is_vip: 'true', escalation_level__gte: '1' })
  expect(marksIn(chosen)).toEqual(['vip', 'escalated'])
  expect(isNarrowed(chosen)).toBe(true)
  expect(isNarrowed(withMarks([]))).toBe(false)
})

test('a link may ask for more than the chips can say', () => {
  expect(marksIn({ is_vip: 'false', escalation_level__gte: '2' })).toEqual([])
  expect(queryOf({ escalation_level__gte: '2', major_state: 'accepted' })).toMatchObject({
    escalation_level__gte: '2',
    major_state: 'accepted',
  })
})

import { expect, test } from 'vitest'
import { isNarrowed, queryOf } from './queue.query.ts'

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

import { expect, test } from 'vitest'
import { demandedBy } from './action-demands.ts'

test('what is demanded for certain answers is demanded with them only', () => {
  const demands = [{ field: 'hold_reason', is: ['scheduled'], requires: ['hold_until'] }]
  expect(demandedBy(demands, { hold_reason: 'scheduled' })).toEqual(['hold_until'])
  expect(demandedBy(demands, { hold_reason: 'awaiting_vendor' })).toEqual([])
  expect(demandedBy(demands, {})).toEqual([])
  expect(demandedBy(undefined, { hold_reason: 'scheduled' })).toEqual([])
})

test('what is demanded of a replacement is demanded of another and of none, and not where it is left alone', () => {
  const demands = [{ field: 'team_id', is_not: [2], requires: ['comment'] }]
  expect(demandedBy(demands, { team_id: 9 })).toEqual(['comment'])
  expect(demandedBy(demands, { team_id: null })).toEqual(['comment'])
  expect(demandedBy(demands, { team_id: 2 })).toEqual([])
  expect(demandedBy(demands, { assignee_id: 4 })).toEqual([])
})

import { expect, test } from 'vitest'
import { faultsOf, formOf, inputOf, invertedCells } from './matrix.form.ts'
import { matrix } from './settings.fixture.ts'

test('what is read and written back is the same nine cells, with empty for never', () => {
  const { cells, medium_impact_users, high_impact_users } = inputOf(
    formOf({ ...matrix, high_impact_users: null }),
  )
  expect(cells).toEqual(matrix.cells)
  expect([medium_impact_users, high_impact_users]).toEqual([10, null])
})

test('a cell that a lesser impact or urgency surpasses is pointed out; equal ones are not', () => {
  const form = formOf(matrix)
  expect(invertedCells(form)).toEqual([])
  const { priorities } = form
  expect(invertedCells({ priorities: { ...priorities, '1/2': 1, '2/1': 1 } })).toEqual([])
  expect(invertedCells({ priorities: { ...priorities, '1/1': 4 } })).toEqual([{ impact: 1, urgency: 1 }])
})

test('the numbers of people are whole, and high demands more than medium', () => {
  const form = formOf(matrix)
  expect(faultsOf(form)).toEqual({})
  expect(faultsOf({ ...form, high_impact_users: '10' })).toEqual({ high_impact_users: 'bands' })
  expect(faultsOf({ ...form, medium_impact_users: '0', high_impact_users: '2.5' })).toEqual({
    medium_impact_users: 'whole',
    high_impact_users: 'whole',
  })
  expect(faultsOf({ ...form, medium_impact_users: '', high_impact_users: '5' })).toEqual({})
})

import { expect, test } from 'vitest'
import { asksNothing, demandOfHold, needsHandoverNote, openChildren } from './incident.demands.ts'
import { incident } from './incidents.fixture.tsx'

const link = {
  id: 1,
  type: 'resolved_by',
  is_incoming: false,
  incident: null,
  change_reference: null,
  problem_reference: null,
}

test.each([
  ['awaiting_caller', 'comment'],
  ['awaiting_change', 'change_reference'],
  ['awaiting_problem', 'problem_reference'],
  ['scheduled', 'hold_until'],
  ['awaiting_vendor', null],
  ['awaiting_evidence', null],
  [undefined, null],
])('to hold for %s demands %s', (reason, demand) => {
  expect(demandOfHold(reason)).toBe(demand)
})

test('a change that is linked already need not be named again; a problem in its place does not count', () => {
  expect(demandOfHold('awaiting_change', [{ ...link, change_reference: 'CHG-1' }])).toBeNull()
  expect(demandOfHold('awaiting_change', [{ ...link, problem_reference: 'PRB-1' }])).toBe('change_reference')
})

test('taking begun work from its team asks for a note; another person or a first team does not', () => {
  expect(needsHandoverNote(incident, { team_id: '9' })).toBe(true)
  expect(needsHandoverNote(incident, { team_id: '' })).toBe(true)
  expect(needsHandoverNote(incident, { team_id: '2', assignee_id: '4' })).toBe(false)
  expect(needsHandoverNote({ ...incident, team_id: null, team: null }, { team_id: '9' })).toBe(false)
  expect(needsHandoverNote({ ...incident, status: 'new' }, { team_id: '9' })).toBe(false)
})

test('only open children are taken along', () => {
  const children = ['new', 'in_progress', 'on_hold', 'resolved', 'closed', 'cancelled'].map((status, id) => ({
    id,
    number: `INC-${id}`,
    title: '',
    status,
  }))
  expect(openChildren({ children })).toBe(3)
})

test('acknowledging and resuming ask for nothing', () => {
  expect(['acknowledge', 'resume', 'hold', 'reset_priority'].map(asksNothing)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

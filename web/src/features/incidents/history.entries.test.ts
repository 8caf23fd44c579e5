import { expect, test } from 'vitest'
import { causeOf, changesOf, type LedgerEntry, mentionedIn, namedIn } from './history.entries.ts'

const entry = (event: string, after: LedgerEntry['after'], before: LedgerEntry['before'] = null) =>
  ({
    id: 1,
    at: '2026-06-01T09:00:00Z',
    event: `incident.${event}`,
    actor: { kind: 'system', id: null, name: 'Watchdesk' },
    before,
    after,
  }) as LedgerEntry

test('what followed by itself says why, and an escalation how', () => {
  expect(causeOf(entry('resumed', { cause: 'requester_replied' }))).toBe('requester_replied')
  expect(causeOf(entry('escalated', { kind: 'hierarchical' }))).toBe('hierarchical')
  expect(causeOf(entry('major_proposed', { major_rule: 'priority_1' }))).toBe('byRule')
  expect(causeOf(entry('resumed', {}))).toBeNull()
})

test('a parent that took it along is named; a parent that it got is a change', () => {
  const along = entry('resolved', { status: 'resolved', parent_id: 4 }, { status: 'new' })
  expect(namedIn(along)).toEqual({ kind: 'incident', id: 4 })
  expect(changesOf(along).map(({ field }) => field)).toEqual(['status'])
  const adopted = entry('updated', { parent_id: 4 }, { parent_id: null })
  expect(namedIn(adopted)).toBeNull()
  expect(changesOf(adopted).map(({ field }) => field)).toEqual(['parent_id'])
  expect(mentionedIn([along])).toEqual([{ kind: 'incident', id: 4 }])
})

test('what the sentence says already is no change of its own', () => {
  const accepted = entry(
    'major_accepted',
    { major_state: 'accepted', major_decided_at: 'x', commander_id: 7 },
    { major_state: 'proposed', major_decided_at: null, commander_id: null },
  )
  expect(changesOf(accepted).map(({ field }) => field)).toEqual(['commander_id'])
})

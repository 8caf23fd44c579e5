import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlertEvent } from '../ingest/event.ts'
import { collapse } from './alert.collapse.ts'
import { decide } from './alert.decide.ts'
import { at, event } from './alert.fixture.ts'
import { type AlertState, stateAfter } from './alert.state.ts'

const now = at(100)
const trigger = (dedupKey: string, fields: Partial<AlertEvent> = {}) =>
  event('trigger', { dedupKey, labels: {}, ...fields })
const resolve = (dedupKey: string) => trigger(dedupKey, { action: 'resolve', endsAt: at(5) })
const shape = (events: AlertEvent[]) =>
  collapse(events).map(({ dedupKey, steps }) => [
    dedupKey,
    steps.map(({ event, count }) => `${event.action} ${count}`),
  ])

describe('a batch', () => {
  it('is ordered by key, whatever order it came in, so that two writers cannot deadlock', () => {
    const events = ['b', 'ä', 'a', 'Z'].map((key) => trigger(key))
    expect(collapse(events).map(({ dedupKey }) => dedupKey)).toEqual(['Z', 'a', 'b', 'ä'])
  })

  it('keeps the order of what happened to each alert, and counts adjacent repeats as one step', () => {
    const batch = [trigger('b'), trigger('a'), trigger('b'), resolve('b'), trigger('a'), trigger('b')]
    expect(shape(batch)).toEqual([
      ['a', ['trigger 2']],
      ['b', ['trigger 2', 'resolve 1', 'trigger 1']],
    ])
  })

  it.each([
    ['severity', { severity: 'critical' }],
    ['start', { startsAt: at(1) }],
    ['how sure the start is', { startsAtAssumed: true }],
    ['end', { endsAt: at(1) }],
    ['labels', { labels: { x: 'y' } }],
  ] as const)('does not fold events that differ in %s', (_, fields) => {
    const unfolded = [['a', ['trigger 1', 'trigger 1']]]
    expect(shape([trigger('a'), trigger('a', fields)])).toEqual(unfolded)
    expect(shape([trigger('a', fields), trigger('a')])).toEqual(unfolded)
  })

  it('folds repeats into the newest words and the latest expiry', () => {
    const [alert] = collapse([
      trigger('a', { title: 'old', description: 'd', annotations: { x: '1', y: '1' }, expiresAt: at(9) }),
      trigger('a', { title: 'new', annotations: { x: '2' }, expiresAt: at(8) }),
    ])
    expect(alert?.steps[0]?.event).toMatchObject({
      title: 'new',
      description: 'd',
      annotations: { x: '2', y: '1' },
      expiresAt: at(9),
    })
  })

  it('leaves each alert as it would be had its events come one by one', () => {
    const decided = (state: AlertState | null, event: AlertEvent) =>
      stateAfter(state, decide(state, event, now))
    const anyEvent = fc
      .record({
        action: fc.constantFrom('trigger' as const, 'resolve' as const),
        severity: fc.constantFrom('critical' as const, 'info' as const),
        startsAt: fc.constantFrom(at(0), at(1)),
        endsAt: fc.constantFrom(null, at(5)),
        expiresAt: fc.constantFrom(null, at(120), at(130)),
        title: fc.constantFrom('a', 'b'),
        description: fc.constantFrom('', 'd'),
      })
      .map((fields) => trigger('k', fields))
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 8 }), (events) => {
        const steps = collapse(events)[0]!.steps
        expect(steps.reduce((sum, { count }) => sum + count, 0)).toBe(events.length)
        const folded = steps.map(({ event }) => event).reduce(decided, null)
        expect(folded).toEqual(events.reduce(decided, null))
      }),
      { numRuns: 500 },
    )
  })
})

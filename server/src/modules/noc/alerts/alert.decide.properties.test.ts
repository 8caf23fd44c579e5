import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlertEvent } from '../ingest/event.ts'
import { decide } from './alert.decide.ts'
import {
  acknowledged,
  at,
  cleared,
  event,
  firing,
  held,
  lapsed,
  over,
  resolve,
  trigger,
} from './alert.fixture.ts'
import { type AlertState, type Decision, stateAfter } from './alert.state.ts'

/** What is left after a sequence of events, heard one a second from minute 100 on, and every decision on the way. */
function play(events: AlertEvent[], first: AlertState | null = null) {
  const decisions: Decision[] = []
  const state = events.reduce<AlertState | null>((row, one, index) => {
    const decision = decide(row, one, new Date(at(100).getTime() + index * 1000))
    decisions.push(decision)
    return stateAfter(row, decision)
  }, first)
  return { state, decisions }
}
const minutes = fc.integer({ min: 0, max: 60 })
const shuffled = <T>(items: T[]) => fc.shuffledSubarray(items, { minLength: items.length })

describe('whatever the order', () => {
  it('repeats of one occurrence end in the same state, in one row', () => {
    const repeats = fc
      .array(fc.tuple(minutes, fc.option(fc.integer({ min: 200, max: 300 }))), { minLength: 1, maxLength: 8 })
      .map((all) =>
        all.map(([start, end]) => trigger({ startsAt: at(start), expiresAt: end === null ? null : at(end) })),
      )
    fc.assert(
      fc.property(
        repeats.chain((all) => fc.tuple(fc.constant(all), shuffled(all))),
        ([one, other]) => {
          const played = [one, other].map((events) => play(events))
          expect(played[0]!.state).toEqual(played[1]!.state)
          for (const { decisions } of played)
            expect(decisions.filter(({ kind }) => kind === 'create')).toHaveLength(1)
        },
      ),
    )
  })

  it('an occurrence of which both ends arrive is over, and one that has no end fires', () => {
    const all = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    const heard = all.chain(([ends, triggers, resolves]) =>
      fc.tuple(
        fc.constant(ends),
        shuffled([...Array(triggers).fill(trigger()), ...Array(ends ? resolves : 0).fill(resolve())]),
      ),
    )
    fc.assert(
      fc.property(heard, ([ends, events]) => {
        expect(play(events).state?.condition).toBe(ends ? 'ok' : 'firing')
      }),
    )
  })

  it('an occurrence that ended never comes back, and the one after it is not resolved by its end', () => {
    const old = [trigger({ startsAt: at(0) }), resolve({ startsAt: at(0), endsAt: at(5) })]
    const stragglers = fc.array(fc.constantFrom(...old), { maxLength: 6 })
    fc.assert(
      fc.property(stragglers, stragglers, (before, after) => {
        const { state } = play([...before, old[1]!, trigger({ startsAt: at(10), expiresAt: null }), ...after])
        expect(state).toMatchObject({ condition: 'firing', workflow: 'open', latestStartsAt: at(10) })
      }),
    )
  })

  it('a resolve older than the occurrence never resolves', () => {
    fc.assert(
      fc.property(minutes, minutes, fc.constantFrom('open', 'acknowledged'), (start, end, workflow) => {
        fc.pre(end < start)
        const row: AlertState = { ...firing, workflow, startsAt: at(start), latestStartsAt: at(start) }
        expect(decide(row, resolve({ startsAt: at(end - 1), endsAt: at(end) }), at(100)).kind).toBe('ignore')
      }),
    )
  })

  it('no event undoes what a person resolved but a new occurrence', () => {
    const sent = fc.array(
      fc.constantFrom(trigger(), trigger({ startsAt: at(-3) }), resolve({ endsAt: at(9) })),
    )
    fc.assert(
      fc.property(sent, (events) => {
        expect(play(events, held).state).toMatchObject({ workflow: 'resolved', resolution: 'person' })
      }),
    )
  })

  it('a row is resolved exactly when it has a time of resolution', () => {
    const anything = fc
      .record({
        action: fc.constantFrom('trigger' as const, 'resolve' as const),
        severity: fc.constantFrom('critical' as const, 'info' as const),
        startsAt: minutes.map(at),
        startsAtAssumed: fc.boolean(),
        endsAt: fc.option(minutes.map(at)),
        expiresAt: fc.option(fc.integer({ min: 90, max: 110 }).map(at)),
      })
      .map((fields) => event(fields.action, fields))
    fc.assert(
      fc.property(
        fc.array(anything, { minLength: 1 }),
        fc.constantFrom(null, firing, acknowledged, over, cleared, held, lapsed),
        (events, first) => {
          const { state, decisions } = play(events, first)
          if (state) expect(state.workflow === 'resolved').toBe(state.resolvedAt !== null)
          for (const decision of decisions)
            if (decision.kind === 'touch') expect(Object.keys(decision.set)).not.toContain('workflow')
        },
      ),
      { numRuns: 500 },
    )
  })
})

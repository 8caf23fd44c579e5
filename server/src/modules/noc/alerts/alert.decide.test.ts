import { describe, expect, it } from 'vitest'
import type { AlertEvent } from '../ingest/event.ts'
import { decide, decideExpiry } from './alert.decide.ts'
import { acknowledged, at, firing, resolve, trigger } from './alert.fixture.ts'
import { type AlertState, DEFAULT_POLICY, stateAfter } from './alert.state.ts'

const ignored = (reason: string) => ({ kind: 'ignore', reason })
const touched = (set: Partial<AlertState>) => ({ kind: 'touch', set })

describe('an alert that is not known', () => {
  it('is created by a trigger, firing and open', () => {
    expect(decide(null, trigger({ expiresAt: at(9) }), at(1))).toEqual({
      kind: 'create',
      orphanResolve: false,
      linkPrevious: false,
      set: { ...firing, expiresAt: at(9), lastSeenAt: at(1), escalationLevel: 0 },
    })
  })

  it('is recorded as over by a resolve, so that a late trigger of it opens nothing', () => {
    const decision = decide(null, resolve(), at(6))
    expect(decision).toMatchObject({ kind: 'create', orphanResolve: true, linkPrevious: false })
    const row = stateAfter(null, decision)!
    expect(row).toMatchObject({
      condition: 'ok',
      workflow: 'resolved',
      endsAt: at(5),
      resolvedAt: at(6),
      resolution: 'source',
    })
    expect(decide(row, trigger(), at(7))).toEqual(ignored('occurrence_over'))
  })

  it('is not created by a trigger that has expired on its way', () => {
    expect(decide(null, trigger({ expiresAt: at(4) }), at(4))).toEqual(ignored('expired'))
  })
})

describe('a firing alert', () => {
  it('takes a repeat as one more in its counter: no version, no event', () => {
    expect(decide(firing, trigger(), at(1))).toEqual(touched({ lastSeenAt: at(1) }))
    expect(decide(acknowledged, trigger(), at(1))).toEqual(touched({ lastSeenAt: at(1) }))
    expect(decide(firing, trigger(), at(-1))).toEqual(touched({}))
  })

  it('expires at the latest expiry it was told, and never once it was told of none', () => {
    const expiring = { ...firing, expiresAt: at(4) }
    expect(decide(expiring, trigger({ expiresAt: at(6) }), at(1))).toEqual(
      touched({ lastSeenAt: at(1), expiresAt: at(6) }),
    )
    expect(decide(expiring, trigger({ expiresAt: at(3) }), at(1))).toEqual(touched({ lastSeenAt: at(1) }))
    expect(decide(expiring, trigger(), at(1))).toEqual(touched({ lastSeenAt: at(1), expiresAt: null }))
  })

  it('follows the words of its source, which move with each evaluation, without an event', () => {
    const words = { title: 'Disk 98 %', description: 'sda1', annotations: { value: '98' } }
    expect(decide(firing, trigger(words), at(1))).toEqual(touched({ lastSeenAt: at(1), ...words }))
    const annotated = { ...firing, description: 'sda1', annotations: { value: '97', note: 'x' } }
    expect(decide(annotated, trigger({ annotations: { value: '98' } }), at(1))).toEqual(
      touched({ lastSeenAt: at(1), annotations: { value: '98', note: 'x' } }),
    )
  })

  it('is updated by new labels, which are added to the ones it has', () => {
    expect(decide(firing, trigger({ labels: { rack: 'r1' } }), at(1))).toEqual({
      kind: 'change',
      events: ['updated'],
      refire: false,
      set: { lastSeenAt: at(1), labels: { rack: 'r1', host: 'db1' } },
    })
    const full = {
      ...firing,
      labels: Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`l${i}`, 'x'])),
    }
    const decision = decide(full, trigger({ labels: { rack: 'r1' } }), at(1))
    expect(stateAfter(full, decision)?.labels).toEqual({ ...full.labels, l63: undefined, rack: 'r1' })
  })

  it.each([
    ['warning', 'high', ['severity_raised']],
    ['high', 'low', ['severity_changed']],
  ] as const)('that goes from %s to %s says so', (from, to, events) => {
    expect(decide({ ...firing, severity: from }, trigger({ severity: to }), at(1))).toMatchObject({
      kind: 'change',
      events,
      set: { severity: to },
    })
  })

  it('keeps the earliest start of the occurrences that overlap', () => {
    expect(decide(firing, trigger({ startsAt: at(1) }), at(2))).toEqual(
      touched({ lastSeenAt: at(2), latestStartsAt: at(1) }),
    )
    expect(decide(firing, trigger({ startsAt: at(-1) }), at(2))).toMatchObject({
      kind: 'change',
      events: ['updated'],
      set: { startsAt: at(-1) },
    })
    const old = trigger({ startsAt: at(-9), expiresAt: at(-5) })
    expect(decide({ ...firing, expiresAt: at(4) }, old, at(2))).toEqual(touched({ lastSeenAt: at(2) }))
  })

  it('fires anew when a trigger starts after it should have expired, whether or not the sweep was there', () => {
    const due = { ...acknowledged, expiresAt: at(4) }
    const fresh = trigger({ startsAt: at(6), expiresAt: at(10) })
    expect(decide(due, fresh, at(7))).toMatchObject({
      kind: 'change',
      events: ['reopened'],
      refire: true,
      set: { workflow: 'open', startsAt: at(6), latestStartsAt: at(6), expiresAt: at(10) },
    })
    const swept = stateAfter(due, decideExpiry(due, at(5)))
    const [late, inTime] = [due, swept].map((row) => stateAfter(row, decide(row, fresh, at(7))))
    expect(late).toEqual(inTime)
    for (const unsure of [{ startsAtAssumed: true }, { expiresAt: at(7) }])
      expect(decide(due, trigger({ startsAt: at(6), ...unsure }), at(7)).kind).toBe('touch')
  })

  it('is resolved by its source', () => {
    for (const row of [firing, acknowledged])
      expect(decide(row, resolve(), at(6))).toEqual({
        kind: 'change',
        events: ['resolved'],
        refire: false,
        set: {
          condition: 'ok',
          workflow: 'resolved',
          endsAt: at(5),
          resolvedAt: at(6),
          resolution: 'source',
          lastSeenAt: at(6),
        },
      })
    const unnamed = decide(firing, resolve({ endsAt: null, startsAt: at(6), startsAtAssumed: true }), at(6))
    expect(unnamed).toMatchObject({ set: { endsAt: at(6) } })
    expect(stateAfter(firing, unnamed)?.latestStartsAt).toEqual(at(0))
  })

  it('is only cleared by its source where a person shall resolve', () => {
    const decision = decide(acknowledged, resolve(), at(6), { ...DEFAULT_POLICY, autoResolve: false })
    expect(decision).toMatchObject({ kind: 'change', events: ['cleared'], set: { condition: 'ok' } })
    expect(stateAfter(acknowledged, decision)).toMatchObject({ workflow: 'acknowledged', resolvedAt: null })
  })

  it('is not resolved by a resolve that is older than the occurrence', () => {
    const old = resolve({ startsAt: at(-9), endsAt: at(-1) })
    expect(decide(firing, old, at(6))).toEqual(ignored('older_than_occurrence'))
    const merged = { ...firing, startsAt: at(-9), latestStartsAt: at(0) }
    expect(decide(merged, old, at(6))).toEqual(ignored('older_than_occurrence'))
  })
})

describe('an acknowledged alert', () => {
  it('is open again when it becomes critical', () => {
    expect(decide(acknowledged, trigger({ severity: 'critical' }), at(1))).toMatchObject({
      kind: 'change',
      events: ['severity_raised', 'unacknowledged'],
      set: { workflow: 'open', severity: 'critical' },
    })
  })

  it('stays acknowledged when it only becomes high, was critical before, or the policy says so', () => {
    const set = (row: AlertState, severity: AlertEvent['severity'], policy = DEFAULT_POLICY) =>
      stateAfter(row, decide(row, trigger({ severity }), at(1), policy))?.workflow
    expect(set(acknowledged, 'high')).toBe('acknowledged')
    expect(set({ ...acknowledged, severity: 'critical' }, 'critical')).toBe('acknowledged')
    expect(set(acknowledged, 'critical', { ...DEFAULT_POLICY, reopenOnSeverityRaise: false })).toBe(
      'acknowledged',
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlertEvent } from '../ingest/event.ts'
import { decide, decideExpiry } from './alert.decide.ts'
import { type AlertState, DEFAULT_POLICY, type Decision, stateAfter } from './alert.state.ts'

const noon = Date.parse('2026-06-01T12:00:00Z')
/** Minutes after noon. */
const at = (minutes: number) => new Date(noon + minutes * 60_000)

function event(action: AlertEvent['action'], fields: Partial<AlertEvent>): AlertEvent {
  return {
    externalId: 'k@0',
    dedupKey: 'k',
    action,
    severity: 'warning',
    severityRaw: 'warning',
    title: 'Disk full',
    description: '',
    labels: { host: 'db1' },
    annotations: {},
    links: [],
    ciRef: null,
    startsAt: at(0),
    startsAtAssumed: false,
    endsAt: null,
    expiresAt: null,
    groupKey: null,
    truncated: 0,
    ...fields,
  }
}
const trigger = (fields: Partial<AlertEvent> = {}) => event('trigger', fields)
const resolve = (fields: Partial<AlertEvent> = {}) => event('resolve', { endsAt: at(5), ...fields })

const firing: AlertState = {
  condition: 'firing',
  workflow: 'open',
  severity: 'warning',
  title: 'Disk full',
  description: '',
  labels: { host: 'db1' },
  annotations: {},
  startsAt: at(0),
  latestStartsAt: at(0),
  endsAt: null,
  expiresAt: null,
  lastSeenAt: at(0),
  resolvedAt: null,
  resolution: null,
  resolvedWhileFiring: false,
  escalationLevel: 2,
}
const acknowledged: AlertState = { ...firing, workflow: 'acknowledged' }
const over: AlertState = {
  ...firing,
  condition: 'ok',
  workflow: 'resolved',
  endsAt: at(5),
  resolvedAt: at(5),
  resolution: 'source',
}
const cleared: AlertState = { ...over, workflow: 'acknowledged', resolvedAt: null }
const held: AlertState = {
  ...firing,
  workflow: 'resolved',
  resolvedAt: at(5),
  resolution: 'person',
  resolvedWhileFiring: true,
}
const lapsed: AlertState = { ...over, resolution: 'expired', expiresAt: at(5) }

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

describe('an alert that is over', () => {
  it('reopens in its row when it fires again within the window', () => {
    expect(decide(over, trigger({ startsAt: at(10), severity: 'high' }), at(19.9))).toEqual({
      kind: 'change',
      events: ['reopened', 'severity_raised'],
      refire: true,
      set: {
        condition: 'firing',
        workflow: 'open',
        severity: 'high',
        startsAt: at(10),
        latestStartsAt: at(10),
        endsAt: null,
        lastSeenAt: at(19.9),
        resolvedAt: null,
        resolution: null,
        escalationLevel: 0,
      },
    })
  })

  it('is followed by a new row, linked to it, when it fires again after the window', () => {
    const again = trigger({ startsAt: at(10) })
    const linked = { kind: 'create', orphanResolve: false, linkPrevious: true }
    expect(decide(over, again, at(20))).toMatchObject(linked)
    expect(decide(over, again, at(10), { ...DEFAULT_POLICY, reopenWindowSeconds: 0 })).toMatchObject(linked)
  })

  it.each([-1, 0])('does not reopen for a late trigger that began %d minutes after it', (minutes) => {
    expect(decide(over, trigger({ startsAt: at(minutes) }), at(6))).toEqual(ignored('occurrence_over'))
    expect(decide(cleared, trigger({ startsAt: at(minutes) }), at(6))).toEqual(ignored('occurrence_over'))
  })

  it('reopens for a trigger without a start of its own, which can only be new', () => {
    const unnamed = trigger({ startsAt: at(6), startsAtAssumed: true })
    // The clock of the source may be ahead of ours.
    for (const latestStartsAt of [at(0), at(7)])
      expect(decide({ ...over, latestStartsAt }, unnamed, at(6))).toMatchObject({ events: ['reopened'] })
  })

  it('ignores a resolve that is sent again', () => {
    expect(decide(over, resolve(), at(7))).toEqual(ignored('already_over'))
    expect(decide(over, resolve({ startsAt: at(7), startsAtAssumed: true }), at(7))).toEqual(
      ignored('already_over'),
    )
  })

  it('moves its end when a second source that overlapped resolves too', () => {
    expect(decide(over, resolve({ startsAt: at(1), endsAt: at(6) }), at(7))).toEqual({
      kind: 'change',
      events: [],
      refire: false,
      set: { latestStartsAt: at(1), endsAt: at(6), lastSeenAt: at(7) },
    })
    const sooner = decide(over, resolve({ startsAt: at(1), endsAt: at(4) }), at(7))
    expect(stateAfter(over, sooner)?.endsAt).toEqual(at(5))
  })

  it('is followed by a record of a later occurrence of which only the resolve arrives', () => {
    const decision = decide(over, resolve({ startsAt: at(10), endsAt: at(12) }), at(12))
    expect(decision).toMatchObject({ kind: 'create', orphanResolve: true, linkPrevious: true })
    const row = stateAfter(over, decision)
    expect(decide(row, trigger({ startsAt: at(10) }), at(13))).toEqual(ignored('occurrence_over'))
  })

  it('reopens when it was over only by expiry and its source says that it still fires', () => {
    expect(decide(lapsed, trigger({ expiresAt: at(10) }), at(8))).toMatchObject({ events: ['reopened'] })
    expect(decide(lapsed, trigger({ expiresAt: null }), at(8))).toMatchObject({ events: ['reopened'] })
    expect(decide(lapsed, trigger({ expiresAt: at(4) }), at(8))).toEqual(ignored('occurrence_over'))
  })
})

describe('an alert that its source cleared and a person has yet to resolve', () => {
  it('is open again when it fires anew, however late', () => {
    for (const reopenWindowSeconds of [0, 900])
      expect(
        decide(cleared, trigger({ startsAt: at(500) }), at(500), { ...DEFAULT_POLICY, reopenWindowSeconds }),
      ).toMatchObject({
        kind: 'change',
        events: ['reopened'],
        refire: true,
        set: { condition: 'firing', workflow: 'open' },
      })
  })

  it('stays one row when the resolve of a later occurrence arrives', () => {
    expect(decide(cleared, resolve({ startsAt: at(10), endsAt: at(12) }), at(12))).toMatchObject({
      kind: 'change',
      events: [],
      set: { endsAt: at(12), latestStartsAt: at(10) },
    })
  })
})

describe('an alert that a person resolved while it fires', () => {
  it.each([-1, 0])('is held against repeats that began %d minutes after it', (minutes) => {
    const repeat = trigger({ startsAt: at(minutes), severity: 'critical' })
    expect(decide(held, repeat, at(500))).toEqual(touched({ lastSeenAt: at(500) }))
  })

  it('is held against every source that overlapped when it was resolved', () => {
    const row = { ...held, latestStartsAt: at(2) }
    expect(decide(row, trigger({ startsAt: at(1) }), at(6))).toMatchObject({ kind: 'touch' })
  })

  it('opens for a new occurrence, in its row or in a new one', () => {
    expect(decide(held, trigger({ startsAt: at(6) }), at(6))).toMatchObject({
      kind: 'change',
      events: ['reopened'],
      refire: true,
      set: { workflow: 'open', resolvedWhileFiring: false, resolvedAt: null },
    })
    expect(decide(held, trigger({ startsAt: at(30) }), at(30))).toMatchObject({
      kind: 'create',
      linkPrevious: true,
    })
  })

  it('is held against triggers without a start for as long as the last of them is valid', () => {
    const unnamed = (minutes: number) => trigger({ startsAt: at(minutes), startsAtAssumed: true })
    const row = { ...held, expiresAt: at(8) }
    expect(decide(row, { ...unnamed(7), expiresAt: at(12) }, at(7))).toMatchObject({
      kind: 'touch',
      set: { expiresAt: at(12) },
    })
    expect(decide(row, unnamed(9), at(9))).toMatchObject({ events: ['reopened'] })
    expect(decide(held, unnamed(6), at(6))).toMatchObject({ events: ['reopened'] })
  })

  it('becomes ok when its source resolves, and stays resolved by the person', () => {
    const decision = decide(held, resolve({ endsAt: at(9) }), at(9))
    expect(decision).toEqual({
      kind: 'change',
      events: ['cleared'],
      refire: false,
      set: { condition: 'ok', endsAt: at(9), lastSeenAt: at(9) },
    })
    const row = stateAfter(held, decision)
    expect(decide(row, trigger({ startsAt: at(10) }), at(10))).toMatchObject({ events: ['reopened'] })
  })
})

describe('expiry', () => {
  const due = { ...firing, expiresAt: at(4) }

  it('resolves what was not heard of again in time', () => {
    expect(decideExpiry(due, at(4))).toEqual({
      kind: 'change',
      events: ['expired'],
      refire: false,
      set: {
        condition: 'ok',
        workflow: 'resolved',
        endsAt: at(4),
        resolvedAt: at(4),
        resolution: 'expired',
      },
    })
  })

  it('leaves the workflow to a person where a person shall resolve', () => {
    const row = stateAfter(due, decideExpiry(due, at(4), { ...DEFAULT_POLICY, autoResolve: false }))
    expect(row).toMatchObject({ condition: 'ok', workflow: 'open', resolvedAt: null })
  })

  it.each([
    ['is not due', due, 3.9],
    ['never expires', firing, 500],
    ['is over', { ...over, expiresAt: at(4) }, 500],
    ['is held', { ...held, expiresAt: at(4) }, 500],
  ])('passes by what %s', (_, row, minutes) => {
    expect(decideExpiry(row, at(minutes))).toEqual(ignored('not_expired'))
  })
})

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

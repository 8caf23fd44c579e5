import { describe, expect, it } from 'vitest'
import { decide, decideExpiry } from './alert.decide.ts'
import { at, cleared, firing, held, lapsed, over, resolve, trigger } from './alert.fixture.ts'
import { type AlertState, DEFAULT_POLICY, stateAfter } from './alert.state.ts'

const ignored = (reason: string) => ({ kind: 'ignore', reason })
const touched = (set: Partial<AlertState>) => ({ kind: 'touch', set })

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

import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { systemContext } from '../context.ts'
import type { Problem } from '../errors.ts'
import { type Action, defineLifecycle, type Lifecycle, nextStatus, offeredActions } from './lifecycle.ts'
import { unsoundStatuses } from './soundness.ts'

const input = Type.Object({ reason: Type.Optional(Type.String()) })
const act = (from: string[], to: Action['to'], more: Partial<Action> = {}): Action => ({
  title: 'Act',
  from,
  to,
  emits: 'acted',
  permission: 'things.act',
  input,
  ...more,
})
const statuses = { fresh: 'new', busy: 'active', waiting: 'hold', done: 'closed' } as const
const sound: Lifecycle = {
  statuses,
  field: 'status',
  initial: 'fresh',
  actions: {
    begin: act(['fresh'], 'busy'),
    wait: act(['busy'], 'waiting'),
    nudge: act(['busy', 'waiting'], 'same'),
    finish: act(['busy', 'waiting'], { busy: 'done', waiting: 'busy' }, { requires: ['reason'] }),
  },
}
const without = (name: string): Lifecycle => {
  const { [name]: _, ...actions } = sound.actions
  return { ...sound, actions }
}

test('a sound lifecycle has no unsound status', () => {
  expect(unsoundStatuses(sound)).toEqual([])
  expect(
    unsoundStatuses(defineLifecycle({ only: 'closed' })({ field: 'status', initial: 'only', actions: {} })),
  ).toEqual([])
})

test('a status that cannot be reached is found, and all that lie behind it', () => {
  expect(unsoundStatuses(without('wait'))).toEqual(['waiting'])
  expect(unsoundStatuses(without('begin'))).toEqual(['fresh', 'busy', 'waiting', 'done'])
})

test('an open status that cannot be left is found', () => {
  expect(unsoundStatuses(without('finish'))).toEqual(['waiting', 'done'])
})

const next = (name: string, status: string, body = {}) => nextStatus(sound, name, { status }, body)
const refusal = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    const { status, errors } = error as Problem
    return { status, fields: errors.map(({ field }) => field) }
  }
}

test('an action leads to its status, stays, or is decided by where it comes from', () => {
  expect(next('begin', 'fresh')).toBe('busy')
  expect(next('nudge', 'waiting')).toBe('waiting')
  expect(next('finish', 'busy', { reason: 'x' })).toBe('done')
  expect(next('finish', 'waiting', { reason: 'x' })).toBe('busy')
})

test('an action that has taken effect is nothing; one that is not possible is a conflict', () => {
  expect(next('wait', 'waiting')).toBeNull()
  expect(refusal(() => next('begin', 'done'))).toEqual({ status: 409, fields: [] })
})

test('a status to which other ways lead proves no action; only the record can', () => {
  expect(refusal(() => next('begin', 'busy'))).toEqual({ status: 409, fields: [] })
  const begin = act(['fresh'], 'busy', { isSettled: (record) => record.begun === true })
  const hinted = { ...sound, actions: { ...sound.actions, begin } }
  const again = (record: object) => nextStatus(hinted, 'begin', { status: 'busy', ...record }, {})
  expect(again({ begun: true })).toBeNull()
  expect(refusal(() => again({ begun: false }))).toEqual({ status: 409, fields: [] })
  expect(refusal(() => nextStatus(hinted, 'begin', { status: 'done', begun: true }, {}))?.status).toBe(409)
})

test('the initial status proves nothing', () => {
  const back = { ...sound, actions: { ...sound.actions, back: act(['busy'], 'fresh') } }
  expect(refusal(() => nextStatus(back, 'back', { status: 'fresh' }, {}))?.status).toBe(409)
})

test('what an action demands must be there and not be blank', () => {
  for (const body of [{}, { reason: null }, { reason: ' \n' }])
    expect(refusal(() => next('finish', 'busy', body))).toEqual({ status: 422, fields: ['reason'] })
})

test('actions are offered by status, permission and the record’s own rule', () => {
  const ctx = { ...systemContext(1, 'test'), permissions: new Set(['things.act']) }
  const names = (status: string, who = ctx, rule?: (name: string) => boolean) =>
    offeredActions(sound, { status }, who, rule).map(({ action }) => action)
  expect(names('busy')).toEqual(['wait', 'nudge', 'finish'])
  expect(names('busy', ctx, (name) => name !== 'wait')).toEqual(['nudge', 'finish'])
  expect(names('busy', { ...ctx, permissions: new Set() })).toEqual([])
  expect(offeredActions(sound, { status: 'busy' }, ctx).at(-1)).toEqual({
    action: 'finish',
    requires: ['reason'],
  })
})

const demanding = (...requiresIf: Action['requiresIf'] & object): Lifecycle => ({
  ...sound,
  actions: { ...sound.actions, nudge: { ...(sound.actions.nudge as Action), requiresIf } },
})
const nudge = (lifecycle: Lifecycle, record: object, body: object, known: string[] = []) =>
  refusal(() => nextStatus(lifecycle, 'nudge', { status: 'busy', ...record }, { ...body }, known))

test('what is demanded for what is sent is demanded then only, and not where the record has it', () => {
  const lifecycle = demanding({ field: 'why', is: ['money'], requires: ['sum'] })
  expect(nudge(lifecycle, {}, {})).toBeUndefined()
  expect(nudge(lifecycle, {}, { why: 'Money' })).toEqual({ status: 422, fields: ['sum'] })
  expect(nudge(lifecycle, {}, { why: 'money', sum: ' ' })).toEqual({ status: 422, fields: ['sum'] })
  expect(nudge(lifecycle, {}, { why: 'money', sum: 3 })).toBeUndefined()
  expect(nudge(lifecycle, {}, { why: 'money' }, ['sum'])).toBeUndefined()
})

test('a replacement is something else than what the record has, on such records alone', () => {
  const where = { mood: ['busy'] }
  const lifecycle = demanding({ field: 'owner', isReplaced: true, where, requires: ['note'] })
  for (const owner of [3, null])
    expect(nudge(lifecycle, { mood: 'busy', owner: 2 }, { owner })).toEqual({ status: 422, fields: ['note'] })
  expect(nudge(lifecycle, { mood: 'busy', owner: 2 }, { owner: 2 })).toBeUndefined()
  expect(nudge(lifecycle, { mood: 'busy', owner: 2 }, {})).toBeUndefined()
  expect(nudge(lifecycle, { mood: 'busy', owner: null }, { owner: 3 })).toBeUndefined()
  expect(nudge(lifecycle, { mood: 'calm', owner: 2 }, { owner: 3 })).toBeUndefined()
})

test('the record carries its demands as they hold for it', () => {
  const lifecycle = demanding(
    { field: 'why', is: ['money'], requires: ['sum'] },
    { field: 'owner', isReplaced: true, requires: ['note'] },
  )
  const ctx = { ...systemContext(1, 'test'), permissions: new Set(['things.act']) }
  const demands = (record: object, known: string[] = []) =>
    offeredActions(lifecycle, { status: 'waiting', ...record }, ctx, undefined, known)[0]
  expect(demands({ owner: 2 })).toEqual({
    action: 'nudge',
    requires: [],
    requires_if: [
      { field: 'why', is: ['money'], requires: ['sum'] },
      { field: 'owner', is_not: [2], requires: ['note'] },
    ],
  })
  expect(demands({}, ['sum'])).toEqual({ action: 'nudge', requires: [] })
})

test('an axis begins where its field is empty, and another axis can stand in the way', () => {
  const where = { mood: ['calm'] }
  const begin = act(['fresh'], 'busy', { where })
  const lifecycle = { ...sound, field: 'stage', actions: { ...sound.actions, begin } }
  expect(nextStatus(lifecycle, 'begin', { stage: null, mood: 'calm' }, {})).toBe('busy')
  expect(refusal(() => nextStatus(lifecycle, 'begin', { stage: null, mood: 'angry' }, {}))?.status).toBe(409)
  const ctx = { ...systemContext(1, 'test'), permissions: new Set(['things.act']) }
  expect(offeredActions(lifecycle, { mood: 'angry' }, ctx)).toEqual([])
  expect(offeredActions(lifecycle, { mood: 'calm' }, ctx)).toEqual([{ action: 'begin', requires: [] }])
})

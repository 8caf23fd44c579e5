import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { systemContext } from '../context.ts'
import type { Problem } from '../errors.ts'
import {
  type Action,
  defineLifecycle,
  type Lifecycle,
  nextStatus,
  offeredActions,
  unsoundStatuses,
} from './lifecycle.ts'

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
  expect(unsoundStatuses(defineLifecycle({ only: 'closed' })({ initial: 'only', actions: {} }))).toEqual([])
})

test('a status that cannot be reached is found, and all that lie behind it', () => {
  expect(unsoundStatuses(without('wait'))).toEqual(['waiting'])
  expect(unsoundStatuses(without('begin'))).toEqual(['fresh', 'busy', 'waiting', 'done'])
})

test('an open status that cannot be left is found', () => {
  expect(unsoundStatuses(without('finish'))).toEqual(['waiting', 'done'])
})

const next = (name: string, status: string, body = {}) => nextStatus(sound, name, status, body)
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
  const again = (record: object) => nextStatus(hinted, 'begin', 'busy', {}, record)
  expect(again({ begun: true })).toBeNull()
  expect(refusal(() => again({ begun: false }))).toEqual({ status: 409, fields: [] })
  expect(refusal(() => nextStatus(hinted, 'begin', 'done', {}, { begun: true }))?.status).toBe(409)
})

test('the initial status proves nothing', () => {
  const back = { ...sound, actions: { ...sound.actions, back: act(['busy'], 'fresh') } }
  expect(refusal(() => nextStatus(back, 'back', 'fresh', {}))?.status).toBe(409)
})

test('what an action demands must be there and not be blank', () => {
  for (const body of [{}, { reason: null }, { reason: ' \n' }])
    expect(refusal(() => next('finish', 'busy', body))).toEqual({ status: 422, fields: ['reason'] })
})

test('actions are offered by status, permission and the record’s own rule', () => {
  const ctx = { ...systemContext(1, 'test'), permissions: new Set(['things.act']) }
  const names = (status: string, who = ctx, rule?: (name: string) => boolean) =>
    offeredActions(sound, status, who, rule).map(({ action }) => action)
  expect(names('busy')).toEqual(['wait', 'nudge', 'finish'])
  expect(names('busy', ctx, (name) => name !== 'wait')).toEqual(['nudge', 'finish'])
  expect(names('busy', { ...ctx, permissions: new Set() })).toEqual([])
  expect(offeredActions(sound, 'busy', ctx).at(-1)).toEqual({ action: 'finish', requires: ['reason'] })
})

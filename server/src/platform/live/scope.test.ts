import { expect, test } from 'vitest'
import { systemContext } from '../context.ts'
import { rightsOf } from './scope.ts'

test('people of equal rights are told the same at one cost, whoever they are and by whatever they speak', () => {
  const here = { ...systemContext(1, 'Ada'), permissions: new Set(['a', 'b']), sessionId: 1, requestId: 'x' }
  const there = { ...here, permissions: new Set(['b', 'a']), sessionId: 2, requestId: 'y' }
  const { sessionId: _, ...program } = { ...here, actor: { ...here.actor, name: 'Ada (by a program)' } }
  expect(rightsOf(there)).toBe(rightsOf(here))
  expect(rightsOf(program)).toBe(rightsOf(here))
  expect(rightsOf({ ...here, permissions: new Set(['a']) })).not.toBe(rightsOf(here))
})

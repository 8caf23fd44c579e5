import { expect, test } from 'vitest'
import { type Operation, type Outcome, readHistory } from '../history.ts'
import { compare, gapsAfter } from './sets.ts'

let ops = 0
const operation = (outcome: Outcome, ...keys: string[]): Operation => ({
  ...{ op: ++ops, kind: 'note', keys, began: 0, ended: 1, outcome, told: '' },
})
const there = (...keys: string[]) =>
  keys.reduce((counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1), new Map<string, number>())
const sound = { lost: [], duplicated: [], unexpected: [], recovered: [], torn: [] }

test('what was acknowledged and is there once is sound', () => {
  expect(compare([operation('ok', 'a'), operation('fail', 'b')], there('a'))).toEqual(sound)
})

test('what was acknowledged and is not there is lost', () => {
  expect(compare([operation('ok', 'a')], there())).toEqual({ ...sound, lost: ['a'] })
})

test('what is there twice is duplicated, acknowledged or not', () => {
  const planted = [operation('ok', 'a'), operation('unknown', 'b')]
  expect(compare(planted, there('a', 'a', 'b', 'b'))).toMatchObject({ duplicated: ['a', 'b'] })
})

test('what is there though nobody asked for it, or though it was refused, is unexpected', () => {
  expect(compare([operation('fail', 'a')], there('a', 'ghost'))).toEqual({
    ...sound,
    unexpected: ['a', 'ghost'],
  })
})

test('an unknown write that is there is recovered, and one that is not there is nobody’s fault', () => {
  expect(compare([operation('unknown', 'a'), operation('unknown', 'b')], there('a'))).toEqual({
    ...sound,
    recovered: ['a'],
  })
})

test('a retry under the same key is one write: acknowledged once any of its attempts was', () => {
  expect(compare([operation('unknown', 'a'), operation('ok', 'a')], there('a'))).toEqual(sound)
  expect(compare([operation('unknown', 'a'), operation('ok', 'a')], there())).toEqual({
    ...sound,
    lost: ['a'],
  })
})

test('a batch of which only some is there is torn', () => {
  expect(compare([operation('unknown', 'a', 'b')], there('a'))).toMatchObject({ torn: ['a'] })
})

test('a history that breaks off leaves its last operations unknown', () => {
  const lines = [
    { at: 1, phase: 'invoke', op: 1, kind: 'note', keys: ['a'] },
    { at: 2, phase: 'invoke', op: 2, kind: 'note', keys: ['b'] },
    { at: 3, phase: 'end', op: 1, outcome: 'ok', told: '201' },
  ]
  const read = readHistory(lines.map((line) => JSON.stringify(line)).join('\n'))
  expect(read.map(({ outcome, ended }) => [outcome, ended])).toEqual([
    ['ok', 3],
    ['unknown', null],
  ])
})

test('a gap lasts from the fault until a write that began after it is acknowledged', () => {
  const at = (began: number, ended: number, outcome: Outcome = 'ok') => ({
    ...operation(outcome, 'a'),
    ...{ began, ended },
  })
  const history = [at(0, 5), at(90, 120), at(110, 115, 'unknown'), at(130, 400), at(450, 460)]
  expect(gapsAfter([100, 420, 500], history)).toEqual([300, 40, 0])
})

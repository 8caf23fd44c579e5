import { expect, test, vi } from 'vitest'
import { isBoolean, isNullOr, isNumber, isOneOf, isRecordOf, isShape, isString } from './checks.ts'
import { readSaved, writeSaved } from './saved.ts'

const isEdit = isShape({ typed: isString, tone: isOneOf(['dark', 'light'] as const), at: isNullOr(isNumber) })
const none = { typed: '', tone: 'dark', at: null } as const
const edit = { typed: 'half a thought', tone: 'light', at: 4 } as const

test('what was kept comes back', () => {
  writeSaved('edit', edit)
  expect(readSaved('edit', isEdit, none)).toEqual(edit)
  writeSaved('widths', { title: 200 })
  expect(readSaved('widths', isRecordOf(isNumber), {})).toEqual({ title: 200 })
})

test.each([
  ['nothing', undefined],
  ['what is no JSON', '{'],
  ['null', 'null'],
  ['another kind of thing', '"dark"'],
  ['a list', '[]'],
  ['a missing field', JSON.stringify({ ...edit, typed: undefined })],
  ['a field of another kind', JSON.stringify({ ...edit, at: 'noon' })],
  ['a word that is no choice', JSON.stringify({ ...edit, tone: 'neon' })],
])('of what is not what was kept there nothing is believed: %s', (_, text) => {
  if (text !== undefined) localStorage.setItem('watchdesk.edit', text)
  expect(readSaved('edit', isEdit, none)).toBe(none)
})

test('one foreign value spoils the record that it stands in', () => {
  localStorage.setItem('watchdesk.widths', '{"title":200,"status":"wide"}')
  expect(readSaved('widths', isRecordOf(isNumber), {})).toEqual({})
})

test('a storage that refuses stops nothing', () => {
  const refuse = () => {
    throw new Error('full')
  }
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, clear() {} })
  writeSaved('folded', true)
  expect(readSaved('folded', isBoolean, false)).toBe(false)
})

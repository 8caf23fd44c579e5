import { expect, test } from 'vitest'
import { replaced } from './report.ts'

const text = 'Before.\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nAfter.\n'

test('a new table takes the place of the old one, and the prose around it stays', () => {
  expect(replaced(text, 'new')).toBe('Before.\n<!-- bench: begin -->\nnew\n<!-- bench: end -->\nAfter.\n')
})

test('a document without the marks is not written to', () => {
  expect(() => replaced('Before.', 'new')).toThrow('marks')
})

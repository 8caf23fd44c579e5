import { expect, test } from 'vitest'
import { maskDeep, maskEmail, maskPhone, maskText } from './personal.ts'

test('an address stays recognizable: its first letter and its domain', () => {
  expect(maskEmail('jane.doe@example.org')).toBe('j***@example.org')
  expect(maskEmail('j@example.org')).toBe('j***@example.org')
})

test('a number stays recognizable: its country and its last two digits', () => {
  expect(maskPhone('+49 151 234 56 89')).toBe('+49 *** ** 89')
  expect(maskPhone('0151/2345689')).toBe('*** ** 89')
})

test.each([
  ['Ask jane@example.org, then bob.b@sub.example.com.', 'Ask j***@example.org, then b***@sub.example.com.'],
  ['"müller@bücher.example" <x_y+z@example.org>', '"m***@bücher.example" <x***@example.org>'],
  ['call +49 151 2345689 or +1 (555) 123-4567!', 'call +49 *** ** 89 or +1 *** ** 67!'],
  ['0151 2345689, (030) 123 45 67, 555-123-4567', '*** ** 89, *** ** 67, *** ** 67'],
])('in a text %s is shown as %s', (text, shown) => {
  expect(maskText(text)).toBe(shown)
})

test.each([
  '2026-11-29T10:00:00+02:00 took 123 456 ms',
  '10.0.0.1:9100 node-exporter 192.168.100.200',
  'disk at 98.7654321 % since 2026-11-29 10:00:00',
  'INC-1042 on web-01-02-03, request 123e4567-e89b-12d3-a456-426614174000',
  'sda1 8 0 1024 2048',
])('what counts, measures or names a machine stays as it is: %s', (text) => {
  expect(maskText(text)).toBe(text)
})

test('no address has more than 64 signs before its @, and the look for one goes no further back', () => {
  expect(maskText(`${'a'.repeat(100)}@example.org`)).toBe(`${'a'.repeat(37)}***@example.org`)
})

test('labels are masked at whatever depth, their names as well', () => {
  const labels = {
    owner: 'jane@example.org',
    'bob@example.org': ['x', { phone: '+49 151 2345689' }],
    n: 7,
    on_call_phone: '4915123456',
  }
  expect(maskDeep(labels)).toEqual({
    owner: 'j***@example.org',
    'b***@example.org': ['x', { phone: '+49 *** ** 89' }],
    n: 7,
    on_call_phone: '*** ** 56',
  })
})

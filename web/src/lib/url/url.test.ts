import { expect, test } from 'vitest'
import { safeNextPath } from './next-path.ts'
import { parseSearch, patchSearch, stringifySearch } from './search.ts'

test('a change keeps the keys that it does not know', () => {
  const search = parseSearch('?status=open&newer_versions_key=x')
  expect(stringifySearch(patchSearch(search, { severity__gte: 'warning' }))).toBe(
    '?status=open&newer_versions_key=x&severity__gte=warning',
  )
})

test('an empty value takes its key away', () => {
  expect(patchSearch({ status: 'open', page: '2' }, { page: undefined, status: '' })).toEqual({})
})

test('values stay text, and commas stay readable', () => {
  expect(parseSearch('?search=123&page=2')).toEqual({ search: '123', page: '2' })
  expect(stringifySearch({ ordering: '-severity,starts_at', search: 'a b' })).toBe(
    '?ordering=-severity,starts_at&search=a+b',
  )
})

test('a key given twice is one with commas', () => {
  expect(parseSearch('?site=1&site=2')).toEqual({ site: '1,2' })
})

test.each([
  ['/incidents?status=open#x', '/incidents?status=open#x'],
  [undefined, '/'],
  ['https://evil.example/', '/'],
  ['//evil.example/x', '/'],
  ['/.//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/login?next=/login', '/'],
])('the way on after signing in from %j is %j', (next, path) => {
  expect(safeNextPath(next)).toBe(path)
})

import { expect, test } from 'vitest'
import { difference, redact } from './ledger.ts'

test('secrets are redacted by the names of their fields, whatever the noun', () => {
  const fields = {
    name: 'kept',
    dedup_key: 'kept',
    password: 'SECRET',
    old_password: 'SECRET',
    api_key: 'SECRET',
    key: 'SECRET',
    webhook_secret: 'SECRET',
    refresh_token: 'SECRET',
    password_hash: 'SECRET',
  }
  const kept = JSON.parse(redact(fields) ?? '')
  expect(Object.keys(kept)).toEqual(Object.keys(fields))
  expect(JSON.stringify(kept)).not.toContain('SECRET')
  expect(kept).toMatchObject({ name: 'kept', dedup_key: 'kept' })
  expect(redact(null)).toBeNull()
})

test('secrets inside of a field are redacted as well', () => {
  const kept = redact({ settings: { header: 'x', auth: { token: 'SECRET' } }, list: [{ key: 'SECRET' }] })
  expect(kept).not.toContain('SECRET')
  expect(JSON.parse(kept ?? '')).toMatchObject({ settings: { header: 'x' } })
})

test('a difference names the fields that changed, as they were and as they are', () => {
  const old = { a: 1, b: 'x', c: null, at: new Date('2026-01-02T03:04:05Z'), tags: ['x'] }
  expect(difference(old, { a: 2, b: 'x' })).toEqual({ before: { a: 1 }, after: { a: 2 } })
  expect(difference(old, { c: undefined, at: '2026-01-02T03:04:05.000Z', tags: ['x'] })).toBeNull()
  expect(difference(old, { tags: ['x', 'y'] })?.before).toEqual({ tags: ['x'] })
  expect(difference(old, { at: null })).toEqual({ before: { at: old.at }, after: { at: null } })
  expect(difference({}, { fresh: 1 })).toEqual({ before: { fresh: null }, after: { fresh: 1 } })
})

import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSealing } from './sealing.ts'

const key = randomBytes(32)
const sealing = createSealing(key)

test('what was sealed opens under the same key, for the same purpose and the same person only', () => {
  const sealed = sealing.seal('totp', '7', 'the secret')
  expect(sealed).not.toContain('secret')
  expect(createSealing(key).open('totp', '7', sealed)).toBe('the secret')
  expect(() => sealing.open('totp', '8', sealed)).toThrow()
  expect(() => sealing.open('mail', '7', sealed)).toThrow()
  expect(() => createSealing(randomBytes(32)).open('totp', '7', sealed)).toThrow(/sealed by the key/)
})

test('a changed byte is noticed, and so is a shortened tag', () => {
  const [form, id, text = ''] = sealing.seal('totp', '7', 'the secret').split('.')
  const bytes = Buffer.from(text, 'base64url')
  for (const at of [0, 12, bytes.length - 1]) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => sealing.open('totp', '7', `${form}.${id}.${changed.toString('base64url')}`)).toThrow()
  }
  const shortened = bytes.subarray(0, -12).toString('base64url')
  expect(() => sealing.open('totp', '7', `${form}.${id}.${shortened}`)).toThrow()
})

test('the same secret looks different each time, and each purpose has a key of its own', () => {
  expect(sealing.seal('totp', '7', 'x')).not.toBe(sealing.seal('totp', '7', 'x'))
  expect(sealing.derive('a')).toEqual(createSealing(key).derive('a'))
  expect(sealing.derive('a')).not.toEqual(sealing.derive('b'))
})

import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { frameOf } from './frames.ts'
import { bytesOf, deflatedOf } from './wire.ts'

test('a frame is encoded and deflated once, however many it goes to', () => {
  const frame = frameOf({ t: 'ev', title: 'Größe '.repeat(500) })
  expect(deflatedOf(frame)).toBe(deflatedOf(frame))
  expect(bytesOf(frame)).toBe(bytesOf(frame))
  expect(String(inflateRawSync(deflatedOf(frame) ?? ''))).toBe(frame.text)
})

test('a frame of up to 1 KB is not deflated', () => {
  const title = 'x'.repeat(1024 - frameOf({ t: 'ev', title: '' }).text.length)
  expect(deflatedOf(frameOf({ t: 'ev', title }))).toBeUndefined()
  expect(deflatedOf(frameOf({ t: 'ev', title: `${title}x` }))).toBeInstanceOf(Buffer)
})

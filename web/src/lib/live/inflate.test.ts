import { deflateRawSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import type { ServerFrame } from './frames.ts'
import { createReading } from './inflate.ts'

const frame = (place: number): ServerFrame => ({ t: 'ev', c: `e1:${place}`, ev: [] })
const text = (place: number) => JSON.stringify(frame(place))
const deflated = (place: number, padding = 0): ArrayBuffer =>
  new Uint8Array(deflateRawSync(text(place) + ' '.repeat(padding))).buffer

function listen() {
  const places: number[] = []
  const onBroken = vi.fn()
  const reading = createReading((one) => one.t === 'ev' && places.push(Number(one.c.slice(3))), onBroken)
  return { ...reading, places, onBroken }
}

test('text is read at once', () => {
  const { read, places } = listen()
  read(text(1))
  expect(places).toEqual([1])
})

test('deflated and plain frames are read in the order they came, however long inflating takes', async () => {
  const { read, places } = listen()
  read(deflated(1, 2_000_000))
  read(text(2))
  read(deflated(3))
  read(text(4))
  await vi.waitFor(() => expect(places).toHaveLength(4))
  expect(places).toEqual([1, 2, 3, 4])
  read(text(5))
  expect(places.at(-1)).toBe(5)
})

test('what waits for the end is done after the last frame, at once where none is pending', async () => {
  const { read, places, afterwards } = listen()
  const ends: number[] = []
  afterwards(() => ends.push(places.length))
  read(deflated(1))
  afterwards(() => ends.push(places.length))
  await vi.waitFor(() => expect(ends).toEqual([0, 1]))
})

test.each([
  ['no deflate', new Uint8Array([1, 2, 3, 250]).buffer],
  ['cut short', deflated(1, 5000).slice(0, 12)],
  ['deflated, but no JSON', new Uint8Array(deflateRawSync('{')).buffer],
  ['text, but no JSON', '{'],
])('a broken message is told: %s', async (_, data) => {
  const { read, onBroken, places } = listen()
  read(data)
  await vi.waitFor(() => expect(onBroken).toHaveBeenCalledOnce())
  expect(places).toEqual([])
})

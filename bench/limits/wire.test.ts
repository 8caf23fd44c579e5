import { expect, test } from 'vitest'
import { createCutter, queryText, readBind, readColumns, readParse, readRow } from './wire.ts'

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const int16 = (value: number) => int32(value).subarray(2)
const word = (text: string) => Buffer.from(`${text}\0`)
const message = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}
const value = (text: string) => Buffer.concat([int32(text.length), Buffer.from(text)])

test('messages are cut alike however the network cuts them', () => {
  const stream = Buffer.concat([message('Q', word('begin')), message('S'), message('Q', word('commit'))])
  for (const size of [1, 3, 7, stream.length]) {
    const cut = createCutter(false)
    const messages = Array.from({ length: Math.ceil(stream.length / size) }, (_, at) =>
      cut(stream.subarray(at * size, (at + 1) * size)),
    ).flat()
    expect(messages.map(({ type }) => type)).toEqual(['Q', 'S', 'Q'])
    expect(queryText(messages[2]?.body ?? Buffer.alloc(0))).toBe('commit')
  }
})

test('a client begins with a message that has no type', () => {
  const greeting = Buffer.concat([int32(9), int32(196_608), Buffer.from('\0')])
  expect(createCutter(true)(Buffer.concat([greeting, message('S')])).map(({ type }) => type)).toEqual([
    'startup',
    'S',
  ])
})

const bodyOf = (bytes: Buffer) => createCutter(false)(bytes)[0]?.body ?? Buffer.alloc(0)

test('a statement, its values and its answer are read', () => {
  const parse = message('P', word('name'), word('select $1'), int16(0))
  expect(readParse(bodyOf(parse))).toEqual({ name: 'name', text: 'select $1' })
  const bind = message(
    'B',
    word(''),
    word('name'),
    int16(2),
    int16(0),
    int16(1),
    int16(3),
    value('e'),
    value('ab'),
    int32(-1),
    int16(0),
  )
  expect(readBind(bodyOf(bind))).toEqual({ statement: 'name', values: ['e', '\\x6162', null] })
  const columns = message('T', int16(2), word('id'), Buffer.alloc(18), word('title'), Buffer.alloc(18))
  expect(readColumns(bodyOf(columns))).toEqual(['id', 'title'])
  expect(readRow(bodyOf(message('D', int16(2), value('7'), int32(-1))))).toEqual(['7', null])
})

import { expect, test } from 'vitest'
import type { Reply } from '../load/http.ts'
import { endingOf, readAccepted } from './drained.ts'

const accepted = readAccepted('40001 1000\n40002 1000\n40001 3000\n')
const reply = (told: string, connection: Reply['connection'] = null): Reply => ({
  ...{ outcome: 'unknown', status: Number(told) || 0, told, headers: {}, body: '', connection },
})

test('a whole answer is an answer, whatever it says', () => {
  expect(endingOf(reply('503', { port: 40009, openedAt: 1 }), accepted)).toBe('answered')
})

test('a connection that was refused was never taken', () => {
  expect(endingOf(reply('ECONNREFUSED'), accepted)).toBe('refused')
})

test.each(['ECONNRESET', 'half an answer: ECONNRESET', 'NO_ANSWER'])(
  'without an answer (%s) a request on a connection that the server had was cut',
  (told) => {
    expect(endingOf(reply(told, { port: 40001, openedAt: 2999 }), accepted)).toBe('cut')
  },
)

test('a reset of a connection that the server never had was unheard, though an earlier one from that port was taken', () => {
  expect(endingOf(reply('ECONNRESET', { port: 40003, openedAt: 1 }), accepted)).toBe('unheard')
  expect(endingOf(reply('ECONNRESET', { port: 40002, openedAt: 2000 }), accepted)).toBe('unheard')
  expect(endingOf(reply('ECONNRESET'), accepted)).toBe('unheard')
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { changeBindings, rebind } from './bindings.ts'
import { labelsOf } from './chord.ts'
import { type Command, listenForShortcuts, register } from './registry.ts'

const ran: string[] = []
const command = (id: string, keys: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Test',
  keys,
  run: () => ran.push(id),
  ...more,
})

function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }))
}

let stop: (() => void)[] = []
beforeEach(() => {
  ran.length = 0
  changeBindings({ singleKeys: true, keys: {} })
  stop = [
    listenForShortcuts(),
    register(
      [
        command('palette', 'mod+k', { whileTyping: true }),
        command('ack', 'a'),
        command('assign', 'shift+a'),
        command('alerts', 'g n'),
        command('all', 'mod+a'),
        command('help', '?'),
      ],
      'base',
    ),
  ]
})
afterEach(() => {
  for (const end of stop) end()
  document.body.replaceChildren()
})

test('a key, a shifted key, a chord and a sequence each run their command', () => {
  press('a')
  press('A', { shiftKey: true })
  press('?', { shiftKey: true })
  press('k', { ctrlKey: true })
  press('g')
  press('n')
  expect(ran).toEqual(['ack', 'assign', 'help', 'palette', 'alerts'])
})

test('a sequence that is not finished in time is forgotten', () => {
  vi.useFakeTimers()
  press('g')
  vi.advanceTimersByTime(1300)
  press('n')
  expect(ran).toEqual([])
})

test('while somebody types, only the palette answers', () => {
  for (const tag of ['input', 'textarea', 'select']) {
    const field = document.body.appendChild(document.createElement(tag))
    press('a', {}, field)
    press('a', { ctrlKey: true }, field)
    press('k', { metaKey: true }, field)
  }
  expect(ran).toEqual(['palette', 'palette', 'palette'])
})

test('under an open dialog the page is quiet; a toast does not silence it', () => {
  const dialog = document.body.appendChild(document.createElement('div'))
  dialog.setAttribute('role', 'dialog')
  press('a')
  expect(ran).toEqual([])
  dialog.setAttribute('role', 'alertdialog')
  dialog.setAttribute('aria-modal', 'false')
  press('a')
  expect(ran).toEqual(['ack'])
})

test('single keys can be turned off; chords stay', () => {
  changeBindings({ singleKeys: false })
  press('a')
  press('g')
  press('n')
  press('k', { ctrlKey: true })
  expect(ran).toEqual(['palette'])
})

test('a command can be given another key', () => {
  rebind('ack', 'q')
  press('a')
  press('q')
  expect(ran).toEqual(['ack'])
  expect(JSON.parse(localStorage.getItem('watchdesk.shortcuts') ?? '')).toMatchObject({ keys: { ack: 'q' } })
})

test('a page comes before the shell with the same key, and gives it back', () => {
  const leave = register([command('page', 'a')])
  press('a')
  leave()
  press('a')
  expect(ran).toEqual(['page', 'ack'])
})

test('keys are shown as they are named on the keyboard', () => {
  expect(labelsOf('mod+k')).toEqual([['Ctrl', 'K']])
  expect(labelsOf('g n')).toEqual([['G'], ['N']])
})

import { createStore } from '../store.ts'
import { bindings } from './bindings.ts'
import { chordOf, isOverlayOpen, isSingleKey, isTyping } from './chord.ts'

export interface Command {
  /** Stable name, also the key of its remapping: `noc.acknowledge`. */
  id: string
  /** Words for the palette and the help, translated. */
  title: string
  /** Heading under which the help and the palette list it, translated. */
  group: string
  /** `a`, `shift+a`, `mod+k`, `g a`; without: palette only. */
  keys?: string
  /** Left out of the palette: movement in a list, for instance. */
  isHidden?: boolean
  /** Works in text fields too: the palette, "send". All others keep quiet there. */
  whileTyping?: boolean
  run: () => void
}

const SEQUENCE_MS = 1200

/** What can be done on this page now. The first with a key wins: a page comes before the shell and may shadow it. */
export const commands = createStore<readonly Command[]>([])

/** `base`: the shell's own, behind those of every page. Returns the function that takes the commands back. */
export function register(added: readonly Command[], layer: 'base' | 'page' = 'page') {
  const others = commands.get()
  commands.set(layer === 'base' ? [...others, ...added] : [...added, ...others])
  return () => commands.set(commands.get().filter((command) => !added.includes(command)))
}

export const keysOf = (command: Command) => bindings.get().keys[command.id] ?? command.keys ?? ''

let pending = ''
let pendingSince = 0

/** Runs the command that the key completes; remembers the start of a sequence. Returns whether the key was taken. */
function press(chord: string, isAllowed: (command: Command) => boolean): boolean {
  const isContinued = pending !== '' && Date.now() - pendingSince < SEQUENCE_MS
  const typed = isContinued ? `${pending} ${chord}` : chord
  const candidates = commands.get().filter((command) => keysOf(command) && isAllowed(command))
  const command = candidates.find((each) => keysOf(each) === typed)
  pending = ''
  if (command) {
    command.run()
    return true
  }
  if (candidates.some((each) => keysOf(each).startsWith(`${typed} `))) {
    pending = typed
    pendingSince = Date.now()
    return true
  }
  return isContinued && press(chord, isAllowed)
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || isOverlayOpen()) return
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
  const { singleKeys } = bindings.get()
  const isInText = isTyping(event.target)
  const isAllowed = (command: Command) =>
    isInText ? command.whileTyping === true : singleKeys || !isSingleKey(keysOf(command))
  if (press(chordOf(event), isAllowed)) event.preventDefault()
}

/** Starts listening; returns the function that stops. The shell calls it once. */
export function listenForShortcuts() {
  addEventListener('keydown', onKeyDown)
  return () => removeEventListener('keydown', onKeyDown)
}

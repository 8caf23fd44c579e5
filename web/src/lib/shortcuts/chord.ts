/** `mod` is Ctrl, or Cmd on a Mac. A chord reads `mod+k`, `shift+a`, `?`, `escape`; a sequence is chords with a blank: `g a`. */
export function chordOf(event: KeyboardEvent): string {
  const isLetter = /^\p{L}$/u.test(event.key)
  // Shift is part of what the key prints for `?` or `#`; only letters and named keys need it said.
  const isShiftSaid = event.shiftKey && (isLetter || event.key.length > 1)
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase()
  return [(event.ctrlKey || event.metaKey) && 'mod', event.altKey && 'alt', isShiftSaid && 'shift', key]
    .filter(Boolean)
    .join('+')
}

/** A printed character without Ctrl, Cmd or Alt: what speech input presses by accident, and so can be turned off (WCAG 2.1.4). */
export const isSingleKey = (keys: string) => keys.split(' ').every((chord) => /^(shift\+)?.$/u.test(chord))

const typing =
  'input:not([type=checkbox],[type=radio],[type=button]), textarea, select, [contenteditable], [role=combobox]'
// A toast calls itself an alertdialog too, but says that it is not modal.
const overlays = ['dialog', 'alertdialog', 'menu', 'listbox']
  .map((role) => `[role=${role}]:not([aria-modal=false])`)
  .join()

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typing) !== null
}

/** Whether a dialog or a menu is open: then the page behind it does not listen. */
export const isOverlayOpen = () => document.querySelector(overlays) !== null

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)
const names: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  alt: isMac ? '⌥' : 'Alt',
  escape: 'Esc',
  enter: 'Enter',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
}

/** For the eye: `mod+k` → [['Ctrl', 'K']], `g a` → [['G'], ['A']]. */
export function labelsOf(keys: string): string[][] {
  return keys.split(' ').map((chord) => chord.split('+').map((key) => names[key] ?? key.toUpperCase()))
}

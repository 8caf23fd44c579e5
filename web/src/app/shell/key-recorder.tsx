import { type KeyboardEvent, useEffect, useState } from 'react'
import { Kbd } from '../../components/kbd.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { rebind } from '../../lib/shortcuts/bindings.ts'
import { chordOf } from '../../lib/shortcuts/chord.ts'
import { texts } from '../app.messages.ts'

const PAUSE_MS = 900
const MAX_CHORDS = 2

/** Takes the next one or two chords as the command's keys, after a short pause; Escape leaves them as they were. */
export function KeyRecorder({ commandId, onDone }: { commandId: string; onDone: () => void }) {
  const text = useText()
  const [chords, setChords] = useState<string[]>([])

  useEffect(() => {
    if (chords.length === 0) return
    const keep = () => {
      rebind(commandId, chords.join(' '))
      onDone()
    }
    const timer = setTimeout(keep, chords.length < MAX_CHORDS ? PAUSE_MS : 0)
    return () => clearTimeout(timer)
  }, [chords, commandId, onDone])

  function record(event: KeyboardEvent) {
    if (['Shift', 'Control', 'Alt', 'Meta', 'Tab'].includes(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') onDone()
    else setChords([...chords, chordOf(event.nativeEvent)])
  }

  return (
    <button
      type="button"
      // biome-ignore lint/a11y/noAutofocus: the press on the old key led here
      autoFocus
      onKeyDown={record}
      onBlur={onDone}
      className="h-7 rounded-md border border-focus px-2 text-muted text-sm"
    >
      {chords.length > 0 ? <Kbd keys={chords.join(' ')} /> : text(texts.pressKeys)}
    </button>
  )
}

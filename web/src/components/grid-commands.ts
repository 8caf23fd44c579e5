import { listWords as texts } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { useCommands } from '../lib/shortcuts/use-commands.ts'
import { rowRange, toggled } from './row-selection.ts'

interface GridHands<Key> {
  keys: readonly Key[]
  cursor: Key | null
  moveTo: (key: Key) => void
  open?: (key: Key) => void
  selected: ReadonlySet<Key>
  select?: (keys: Set<Key>) => void
  /** When all rows are selected and all are asked for again. */
  selectMore?: () => void
}

/** j/k, Enter, x, shift ranges, select all, Escape: the keys of every list, offered while the list is shown. */
export function useGridCommands<Key>(hands: GridHands<Key>) {
  const { keys, cursor, moveTo, open, selected, select, selectMore } = hands
  const text = useText()
  const command = (id: keyof typeof texts, chord: string, run: () => void) => ({
    id: `list.${id}`,
    title: text(texts[id]),
    group: text(texts.group),
    keys: chord,
    isHidden: true,
    run,
  })
  function step(by: 1 | -1): Key | undefined {
    const at = cursor === null ? -1 : keys.indexOf(cursor)
    const to = keys[at < 0 ? 0 : Math.min(Math.max(at + by, 0), keys.length - 1)]
    if (to !== undefined) moveTo(to)
    return to
  }
  function extend(by: 1 | -1) {
    const to = step(by)
    if (to !== undefined) select?.(new Set([...selected, ...rowRange(keys, cursor ?? to, to)]))
  }
  function selectAll() {
    const isAll = keys.length > 0 && keys.every((key) => selected.has(key))
    if (isAll && selectMore) selectMore()
    else select?.(new Set(keys))
  }
  useCommands([
    command('next', 'j', () => step(1)),
    command('previous', 'k', () => step(-1)),
    ...(open ? [command('open', 'o', () => cursor !== null && open(cursor))] : []),
    ...(select
      ? [
          command('select', 'x', () => cursor !== null && select(toggled(selected, cursor))),
          command('extendDown', 'shift+j', () => extend(1)),
          command('extendUp', 'shift+k', () => extend(-1)),
          command(selectMore ? 'selectMore' : 'selectAll', 'mod+a', selectAll),
          command('clear', 'escape', () => select(new Set())),
        ]
      : []),
  ])
  return { extend }
}

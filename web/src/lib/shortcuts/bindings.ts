import { isBoolean, isRecordOf, isShape, isString } from '../checks.ts'
import { readSaved, writeSaved } from '../saved.ts'
import { createStore } from '../store.ts'

export interface Bindings {
  /** Off: only chords with Ctrl or Cmd work. */
  singleKeys: boolean
  /** Keys chosen in place of a command's own, by command id; the empty string takes its key away. */
  keys: Record<string, string>
}

const isBindings = isShape<Bindings>({ singleKeys: isBoolean, keys: isRecordOf(isString) })
const standard: Bindings = { singleKeys: true, keys: {} }

export const bindings = createStore(readSaved('shortcuts', isBindings, standard))

export function changeBindings(change: Partial<Bindings>) {
  bindings.set({ ...bindings.get(), ...change })
  writeSaved('shortcuts', bindings.get())
}

export const rebind = (id: string, keys: string) =>
  changeBindings({ keys: { ...bindings.get().keys, [id]: keys } })

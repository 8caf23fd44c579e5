import { useState } from 'react'
import { useUser } from '../../lib/api/use-session.ts'
import { type Check, isAnything, isNumber, isRecordOf, isShape } from '../../lib/checks.ts'
import { readSaved, writeSaved } from '../../lib/saved.ts'

interface Draft {
  value: unknown
  at: number
}
const isDraft = isShape<Draft>({ value: isAnything, at: isNumber })

const KEPT_MS = 90 * 24 * 3_600_000

/** Read again each time: another tab may have written a draft of its own meanwhile. What is no draft is dropped, alone. */
const readDrafts = (key: string) =>
  Object.entries(readSaved(key, isRecordOf(isAnything), {})).filter((kept): kept is [string, Draft] =>
    isDraft(kept[1]),
  )

function store(key: string, name: string, value: unknown) {
  const oldest = Date.now() - KEPT_MS
  const recent = readDrafts(key).filter(([other, { at }]) => other !== name && at > oldest)
  const own = value === undefined ? [] : [[name, { value, at: Date.now() }]]
  writeSaved(key, Object.fromEntries([...recent, ...own]))
}

/**
 * Something being typed: kept in this browser, for this person, until it is cleared. It outlives a reload, an ended session and a change
 * of page. What equals `empty` is not kept; what fails the check was written by another version of the page, and is dropped.
 */
export function useDraft<T>(name: string, check: Check<T>, empty: T) {
  const key = `drafts.${useUser().id}`
  const [blank] = useState(empty)
  const [value, setValue] = useState(() => {
    const kept = Object.fromEntries(readDrafts(key))[name]?.value
    return check(kept) ? kept : empty
  })
  function change(next: T) {
    setValue(next)
    store(key, name, JSON.stringify(next) === JSON.stringify(blank) ? undefined : next)
  }
  function clear() {
    setValue(blank)
    store(key, name, undefined)
  }
  return [value, change, clear] as const
}

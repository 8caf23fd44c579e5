import { useEffect, useRef, useState } from 'react'

type Outcome = 'copied' | 'copyByHand'

const SHOWN_MS = 3000

/** Copies what an element shows: put `source` on it. `outcome` says for a moment how it went. */
export function useCopy() {
  const source = useRef<HTMLElement>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  useEffect(() => {
    if (!outcome) return
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [outcome])
  async function copy() {
    if (source.current) setOutcome((await copyFrom(source.current)) ? 'copied' : 'copyByHand')
  }
  return { source, outcome, copy }
}

/** Pages on plain http have no clipboard of their own: there the text is marked and copied the old way, or left marked. */
async function copyFrom(element: HTMLElement): Promise<boolean> {
  const isWritten = await navigator.clipboard?.writeText(element.textContent ?? '').then(
    () => true,
    () => false,
  )
  if (isWritten) return true
  getSelection()?.selectAllChildren(element)
  return document.execCommand('copy')
}

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './icon-button.tsx'

interface CopyButtonProps {
  /** What goes to the clipboard. */
  value: string
  /** "Copy dedup key". */
  label: string
  /** Shown for a moment afterwards: "Copied". */
  done: string
}

const SHOWN_MS = 1500

export function CopyButton({ value, label, done }: CopyButtonProps) {
  const [isDone, setDone] = useState(false)
  useEffect(() => {
    if (!isDone) return
    const timer = setTimeout(() => setDone(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isDone])
  async function copy() {
    await navigator.clipboard.writeText(value)
    setDone(true)
  }
  return <IconButton size="sm" icon={isDone ? Check : Copy} label={isDone ? done : label} onPress={copy} />
}

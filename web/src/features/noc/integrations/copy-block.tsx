import { Check, Copy } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './integrations.messages.ts'

interface CopyBlockProps {
  title: string
  text: string
  /** One long word, broken where the line ends; otherwise lines stay whole and scroll. */
  isOneLine?: boolean
}

const SHOWN_MS = 3000

export function CopyBlock({ title, text: content, isOneLine }: CopyBlockProps) {
  const text = useText()
  const heading = useId()
  const block = useRef<HTMLElement>(null)
  const [outcome, setOutcome] = useState<'copied' | 'copyByHand' | null>(null)
  useEffect(() => {
    if (!outcome) return
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [outcome])
  async function copy() {
    if (block.current) setOutcome((await copyFrom(block.current)) ? 'copied' : 'copyByHand')
  }
  return (
    <section aria-labelledby={heading} className="overflow-hidden rounded-md border border-line">
      <header className="flex items-center gap-2 border-line border-b bg-sunken py-1 ps-3 pe-1">
        <h3 id={heading} className="grow font-medium text-muted text-sm">
          {title}
        </h3>
        <Button size="sm" kind="quiet" aria-describedby={heading} onPress={copy}>
          {outcome === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
          <span aria-live="polite">{text(outcome ? texts[outcome] : texts.copy)}</span>
        </Button>
      </header>
      <pre
        className={`px-3 py-2 font-mono text-sm ${isOneLine ? 'whitespace-pre-wrap break-all' : 'overflow-x-auto'}`}
      >
        <code ref={block}>{content}</code>
      </pre>
    </section>
  )
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

import { Check, Copy } from 'lucide-react'
import { useId } from 'react'
import { Button } from '../../../components/button.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import { useCopy } from './copy-text.ts'
import { texts } from './integrations.messages.ts'

interface CopyProps {
  title: string
  text: string
}

/** Lines to paste into a file or a terminal; they stay whole and scroll. */
export function CopyBlock({ title, text }: CopyProps) {
  const heading = useId()
  const { source, ...copying } = useCopy()
  return (
    <section aria-labelledby={heading} className="overflow-hidden rounded-md border border-line">
      <header className="flex items-center gap-2 border-line border-b bg-sunken py-1 ps-3 pe-1">
        <h3 id={heading} className="grow font-medium text-muted text-sm">
          {title}
        </h3>
        <CopyButton {...copying} describedBy={heading} />
      </header>
      <pre className="overflow-x-auto px-3 py-2 font-mono text-sm">
        <code ref={source}>{text}</code>
      </pre>
    </section>
  )
}

/** One long word, broken where the line ends. */
export function CopyLine({ title, text }: CopyProps) {
  const heading = useId()
  const { source, ...copying } = useCopy()
  return (
    <div className="flex items-center gap-2 py-1 ps-3 pe-1">
      <div className="flex min-w-0 grow flex-col gap-x-3 sm:flex-row">
        <span id={heading} className="w-16 shrink-0 font-medium text-muted text-sm">
          {title}
        </span>
        <code ref={source} className="break-all font-mono text-sm">
          {text}
        </code>
      </div>
      <CopyButton {...copying} describedBy={heading} />
    </div>
  )
}

type CopyButtonProps = Pick<ReturnType<typeof useCopy>, 'outcome' | 'copy'> & { describedBy: string }

function CopyButton({ outcome, copy, describedBy }: CopyButtonProps) {
  const text = useText()
  return (
    <Button size="sm" kind="quiet" aria-describedby={describedBy} onPress={copy}>
      {outcome === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{text(outcome ? texts[outcome] : texts.copy)}</span>
    </Button>
  )
}

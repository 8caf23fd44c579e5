import type { ReactNode } from 'react'
import { tv } from 'tailwind-variants/lite'
import type { Severity } from '../lib/api/types.ts'
import { severityWords } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'

/** A shape of its own for each severity, so that colour is never the only sign (WCAG 1.4.1). */
const shapes: Record<Severity, ReactNode> = {
  critical: <path d="M8 .8 15.2 8 8 15.2.8 8Z" />,
  high: <path d="M8 1.5 15.5 14.5H.5Z" />,
  warning: <rect x="2" y="2" width="12" height="12" rx="2" />,
  low: <circle cx="8" cy="8" r="6" />,
  info: <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="2.4" />,
}

const style = tv({
  base: 'inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs',
  variants: {
    severity: {
      critical: 'bg-critical text-white',
      high: 'bg-high-soft text-high',
      warning: 'bg-warning-soft text-warning',
      low: 'bg-low-soft text-low',
      info: 'bg-info-soft text-info',
    },
  },
})

const glyphColor: Record<Severity, string> = {
  critical: 'text-critical',
  high: 'text-high',
  warning: 'text-warning',
  low: 'text-low',
  info: 'text-info',
}

interface SeverityProps {
  severity: Severity
}

function Shape({ severity, className }: SeverityProps & { className: string }) {
  return (
    <svg data-glyph aria-hidden viewBox="0 0 16 16" fill="currentColor" className={`shrink-0 ${className}`}>
      {shapes[severity]}
    </svg>
  )
}

/** The shape alone, for facets and headings beside the word. */
export function SeverityGlyph({ severity }: SeverityProps) {
  return <Shape severity={severity} className={`size-3 ${glyphColor[severity]}`} />
}

export function SeverityBadge({ severity }: SeverityProps) {
  const text = useText()
  return (
    <span className={style({ severity })}>
      <Shape severity={severity} className="size-2.5" />
      {text(severityWords[severity])}
    </span>
  )
}

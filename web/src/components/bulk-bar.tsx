import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Toolbar } from 'react-aria-components'
import { IconButton } from './icon-button.tsx'

interface BulkBarProps {
  /** "3 selected". */
  label: string
  /** Buttons, each a verb. */
  children: ReactNode
  /** What will not happen to all of them: "18 of 20 can be closed". */
  preview?: ReactNode
  clear: string
  onClear: () => void
}

/** Stands below a list while rows of it are selected: how many, and what can be done with them. */
export function BulkBar({ label, children, preview, clear, onClear }: BulkBarProps) {
  return (
    <Toolbar
      aria-label={label}
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-t bg-raised px-3 py-2"
    >
      <span role="status" className="font-semibold tabular-nums">
        {label}
      </span>
      {/* On phones below the line that says how many and lets go of them. */}
      <div className="flex flex-wrap items-center gap-1.5 max-sm:order-last max-sm:w-full">{children}</div>
      {preview && <div className="min-w-0 text-muted text-sm max-sm:order-last max-sm:w-full">{preview}</div>}
      <div className="ms-auto">
        <IconButton size="sm" icon={X} label={clear} keys="escape" onPress={onClear} />
      </div>
    </Toolbar>
  )
}

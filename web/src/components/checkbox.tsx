import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaProps } from 'react-aria-components'

interface CheckboxProps extends Omit<AriaProps, 'children' | 'className'> {
  children: ReactNode
}

export function Checkbox({ children, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox {...props} className="group flex min-h-6 items-center gap-2 disabled:opacity-60">
      {({ isIndeterminate }) => (
        <>
          <span className="flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-surface text-white group-indeterminate:border-accent group-indeterminate:bg-accent group-selected:border-accent group-selected:bg-accent group-focus-visible:outline-2 group-focus-visible:outline-focus group-focus-visible:outline-offset-1">
            {isIndeterminate ? (
              <Minus aria-hidden className="size-3" />
            ) : (
              <Check aria-hidden className="invisible size-3 group-selected:visible" />
            )}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  )
}

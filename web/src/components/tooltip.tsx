import type { ReactElement, ReactNode } from 'react'
import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from 'react-aria-components'

interface TooltipProps {
  text: ReactNode
  /** A React Aria control, or with `isPlain` any element that can take the focus. */
  children: ReactElement
  isPlain?: boolean
  placement?: 'top' | 'bottom' | 'right' | 'left'
}

export function Tooltip({ text, children, isPlain, placement = 'top' }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      {isPlain ? <Focusable>{children as ReactElement<object, string>}</Focusable> : children}
      <AriaTooltip
        offset={6}
        placement={placement}
        className="z-50 flex max-w-72 animate-enter items-center gap-2 rounded-md bg-raised px-2 py-1 text-ink text-sm shadow-overlay"
      >
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  )
}

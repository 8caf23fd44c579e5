import type { LucideIcon } from 'lucide-react'
import { Button, type ButtonProps } from './button.tsx'
import { Kbd } from './kbd.tsx'
import { Tooltip } from './tooltip.tsx'

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'isIcon'> {
  /** The name of the button: read aloud, and shown as tooltip. */
  label: string
  icon: LucideIcon
  /** A key of the shortcut registry, shown in the tooltip. */
  keys?: string
  placement?: 'top' | 'bottom' | 'right' | 'left'
}

export function IconButton({
  label,
  icon: Icon,
  keys,
  placement,
  kind = 'quiet',
  ...props
}: IconButtonProps) {
  const hint = keys ? (
    <>
      {label} <Kbd keys={keys} />
    </>
  ) : (
    label
  )
  return (
    <Tooltip text={hint} placement={placement}>
      <Button {...props} kind={kind} isIcon aria-label={label}>
        <Icon aria-hidden />
      </Button>
    </Tooltip>
  )
}

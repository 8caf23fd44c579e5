import { Loader } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  type ButtonProps as AriaProps,
  composeRenderProps,
} from 'react-aria-components'
import { tv, type VariantProps } from 'tailwind-variants'

export const buttonStyle = tv({
  base: [
    'inline-flex shrink-0 cursor-default select-none items-center justify-center gap-1.5 rounded-md border border-transparent',
    'font-medium transition-colors disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  ],
  variants: {
    kind: {
      primary: 'bg-accent text-white hover:bg-accent-hover pressed:bg-accent-hover',
      secondary: 'border-line bg-raised text-ink shadow-xs hover:bg-hover pressed:bg-sunken',
      quiet: 'text-muted hover:bg-hover hover:text-ink pressed:bg-sunken',
      danger: 'bg-danger text-white hover:bg-danger-hover pressed:bg-danger-hover',
    },
    size: { sm: 'h-7 px-2 text-sm', md: 'h-8 px-3', lg: 'h-10 px-4' },
    isIcon: { true: 'px-0' },
  },
  compoundVariants: [
    { isIcon: true, size: 'sm', class: 'w-7' },
    { isIcon: true, size: 'md', class: 'w-8' },
    { isIcon: true, size: 'lg', class: 'w-10' },
  ],
  defaultVariants: { kind: 'secondary', size: 'md' },
})

type Style = Pick<VariantProps<typeof buttonStyle>, 'kind' | 'size' | 'isIcon'>

export interface ButtonProps extends AriaProps, Style {
  children?: ReactNode
}

/** `isPending` shows a spinner, keeps the focus and blocks presses. */
export function Button({ kind, size, isIcon, children, className, ...props }: ButtonProps) {
  return (
    <AriaButton
      {...props}
      className={composeRenderProps(className, (extra) =>
        buttonStyle({ kind, size, isIcon, className: extra }),
      )}
    >
      {props.isPending && <Loader aria-hidden className="animate-spin" />}
      {props.isPending && isIcon ? null : children}
    </AriaButton>
  )
}

import { Loader } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components'
import { tv, type VariantProps } from 'tailwind-variants/lite'

/** Variants never set the same property twice, so nothing has to sort out classes at run time. */
export const buttonStyle = tv({
  base: [
    'inline-flex shrink-0 cursor-default select-none items-center justify-center gap-1.5 border',
    'font-medium transition-colors disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  ],
  variants: {
    kind: {
      primary: 'border-transparent bg-accent text-white hover:bg-accent-hover pressed:bg-accent-hover',
      secondary: 'border-line bg-raised text-ink shadow-xs hover:bg-hover pressed:bg-sunken',
      quiet: 'border-transparent text-muted hover:bg-hover hover:text-ink pressed:bg-sunken',
      dashed: 'border-line border-dashed text-muted hover:bg-hover hover:text-ink pressed:bg-sunken',
      danger: 'border-transparent bg-danger text-white hover:bg-danger-hover pressed:bg-danger-hover',
    },
    size: { sm: 'h-7 text-sm', md: 'h-8', lg: 'h-10' },
    isIcon: { true: '', false: '' },
    /** Side by side as one: the first half, the second half. */
    joined: { start: 'rounded-s-md', end: 'rounded-e-md border-s-0', no: 'rounded-md' },
  },
  compoundVariants: [
    { isIcon: true, size: 'sm', class: 'w-7' },
    { isIcon: true, size: 'md', class: 'w-8' },
    { isIcon: true, size: 'lg', class: 'w-10' },
    { isIcon: false, size: 'sm', class: 'px-2' },
    { isIcon: false, size: 'md', class: 'px-3' },
    { isIcon: false, size: 'lg', class: 'px-4' },
  ],
  defaultVariants: { kind: 'secondary', size: 'md', isIcon: false, joined: 'no' },
})

type Style = Pick<VariantProps<typeof buttonStyle>, 'kind' | 'size' | 'isIcon' | 'joined'>

export interface ButtonProps extends Omit<AriaProps, 'className' | 'style'>, Style {
  children?: ReactNode
}

/** `isPending` shows a spinner, keeps the focus and blocks presses. */
export function Button({ kind, size, isIcon, joined, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={buttonStyle({ kind, size, isIcon, joined })}>
      {props.isPending && <Loader aria-hidden className="animate-spin" />}
      {props.isPending && isIcon ? null : children}
    </AriaButton>
  )
}

import type { ReactNode } from 'react'
import { FieldError, Label, Text } from 'react-aria-components'
import { tv } from 'tailwind-variants/lite'

export interface FieldProps {
  label: string
  description?: string
  /** Shown in place of what the form or the browser found. */
  errorMessage?: string
  isRequired?: boolean
}

/** The box of everything that takes a value; a border of 3:1, the accent while it has the focus. */
export const controlStyle = tv({
  base: [
    'w-full rounded-md border border-control bg-surface text-ink outline-none transition-colors placeholder:text-faint',
    'focus:border-focus focus:ring-1 focus:ring-focus focus-within:border-focus data-[focus-visible]:ring-1',
    'invalid:border-danger-ink! invalid:ring-danger-ink! disabled:opacity-60 read-only:bg-sunken',
  ],
  variants: {
    size: { sm: 'h-7', md: 'h-8', text: 'field-sizing-content max-h-80 min-h-16 resize-y py-1.5' },
    /** Where icons stand inside the box. */
    icons: { none: 'px-2.5', end: 'ps-2.5 pe-8', both: 'px-8' },
  },
  defaultVariants: { size: 'md', icons: 'none' },
})

export const fieldStyle = 'flex min-w-0 flex-col gap-1'

/** Label above, hint or error below: the same for every field. */
export function FieldFrame({
  label,
  description,
  errorMessage,
  isRequired,
  children,
}: FieldProps & { children: ReactNode }) {
  return (
    <>
      <Label className="font-medium text-muted text-sm">
        {label}
        {isRequired && (
          <span aria-hidden className="ms-0.5 text-danger-ink">
            *
          </span>
        )}
      </Label>
      {children}
      {description && (
        <Text slot="description" className="text-faint text-sm">
          {description}
        </Text>
      )}
      <FieldError className="text-danger-ink text-sm">{errorMessage}</FieldError>
    </>
  )
}

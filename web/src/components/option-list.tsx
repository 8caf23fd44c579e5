import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { ListBox, ListBoxItem, type ListBoxProps, Popover, type PopoverProps } from 'react-aria-components'
import { tv } from 'tailwind-variants/lite'

export interface Option {
  id: string
  label: string
  /** Drawn before the label: a glyph, an avatar. */
  icon?: ReactNode
  detail?: string
}

/** The panel of menus, pickers and chips. */
const panelStyle =
  'min-w-[max(var(--trigger-width),11rem)] animate-enter overflow-auto rounded-lg bg-raised p-1 text-ink shadow-overlay outline-none'

export const itemStyle = tv({
  base: 'flex min-h-7 shrink-0 cursor-default items-center gap-2 rounded-sm px-2 py-1 outline-none focus:bg-hover disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  variants: { isDanger: { true: 'text-danger-ink' } },
})

export function Panel(props: Omit<PopoverProps, 'className' | 'style'>) {
  return <Popover offset={4} {...props} className={panelStyle} />
}

export function OptionList(props: ListBoxProps<Option>) {
  return (
    <ListBox {...props} className="max-h-80 overflow-auto outline-none">
      {({ id, label, icon, detail }: Option) => (
        <ListBoxItem id={id} textValue={label} className={itemStyle()}>
          {({ isSelected }) => (
            <>
              {icon}
              <span className="row-text grow">{label}</span>
              {detail && <span className="text-faint text-sm">{detail}</span>}
              <Check aria-hidden className={isSelected ? 'text-accent-ink' : 'invisible'} />
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  )
}

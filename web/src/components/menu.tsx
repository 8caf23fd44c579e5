import type { LucideIcon } from 'lucide-react'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Header,
  MenuTrigger,
  Separator,
} from 'react-aria-components'
import { Kbd } from './kbd.tsx'
import { itemStyle, Panel } from './option-list.tsx'

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement
  label: string
  children: ReactNode
  placement?: 'bottom start' | 'bottom end' | 'top start' | 'right bottom'
}

export function Menu({ trigger, label, children, placement = 'bottom end' }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Panel placement={placement}>
        <AriaMenu aria-label={label} className="outline-none">
          {children}
        </AriaMenu>
      </Panel>
    </MenuTrigger>
  )
}

interface MenuItemProps {
  id: string
  label: string
  icon?: LucideIcon
  keys?: string
  isDanger?: boolean
  onAction?: () => void
}

export function MenuItem({ id, label, icon: Icon, keys, isDanger, onAction }: MenuItemProps) {
  return (
    <AriaMenuItem id={id} textValue={label} onAction={onAction} className={itemStyle({ isDanger })}>
      {({ isSelected, selectionMode }) => (
        <>
          {Icon && <Icon aria-hidden className={isDanger ? '' : 'text-faint'} />}
          <span className="grow">{label}</span>
          {keys && <Kbd keys={keys} />}
          {selectionMode !== 'none' && <Check aria-hidden className={isSelected ? '' : 'invisible'} />}
        </>
      )}
    </AriaMenuItem>
  )
}

interface MenuSectionProps {
  title: string
  children: ReactNode
  /** With these the section is a choice of one. */
  value?: string
  onChange?: (id: string) => void
}

export function MenuSection({ title, children, value, onChange }: MenuSectionProps) {
  const choice = value !== undefined && {
    selectionMode: 'single' as const,
    disallowEmptySelection: true,
    selectedKeys: [value],
    onSelectionChange: (keys: 'all' | Set<string | number>) =>
      keys !== 'all' && onChange?.(String([...keys][0])),
  }
  return (
    <AriaMenuSection {...choice}>
      <Header className="px-2 pt-2 pb-1 font-medium text-faint text-xs">{title}</Header>
      {children}
    </AriaMenuSection>
  )
}

export function MenuLine() {
  return <Separator className="mx-1 my-1 border-line border-t" />
}

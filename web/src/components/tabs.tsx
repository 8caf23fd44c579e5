import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'

interface TabsProps {
  label: string
  tabs: { id: string; title: string; count?: number; content: ReactNode }[]
  /** Controlled, so that the page can keep it in the address. */
  value?: string
  onChange?: (id: string) => void
}

/** As much of the tab before it as says that there is one. */
const PEEK_PX = 40

/** On a phone the open one may lie beyond the edge. Only the list is moved, never the page. */
function reveal(tab: HTMLDivElement | null) {
  const list = tab?.closest('[role=tablist]')
  if (tab && list instanceof HTMLElement) list.scrollLeft = tab.offsetLeft - list.offsetLeft - PEEK_PX
}

const tabStyle =
  'flex h-8 shrink-0 cursor-default items-center gap-1.5 border-transparent border-b-2 px-1 font-medium text-muted outline-offset-[-2px] hover:text-ink selected:border-accent selected:text-ink'

export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  return (
    <AriaTabs
      className="flex min-h-0 flex-col"
      selectedKey={value}
      onSelectionChange={(key) => onChange?.(String(key))}
    >
      <TabList
        aria-label={label}
        className="flex shrink-0 gap-4 overflow-x-auto overflow-y-hidden border-line border-b [scrollbar-width:none]"
      >
        {tabs.map(({ id, title, count }) => (
          <Tab key={id} id={id} ref={id === value ? reveal : undefined} className={tabStyle}>
            {title}
            {count !== undefined && <span className="text-faint text-sm tabular-nums">{count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="min-h-0 pt-3">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}

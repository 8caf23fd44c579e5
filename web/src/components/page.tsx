import type { ReactNode } from 'react'
import { useTitle } from '../lib/title.ts'

interface PageProps {
  title: string
  /** Small and quiet after the title: a number of records, a reference. */
  note?: ReactNode
  /** Buttons at the end of the title line. */
  actions?: ReactNode
  /** The FilterBar of a list, tabs of a record. */
  bar?: ReactNode
  /** The content scrolls by itself and reaches the edges: a DataGrid. Otherwise it has a margin and the page scrolls. */
  isFilled?: boolean
  children: ReactNode
}

/** What every page has: its title (also in the browser's tab), its actions, its bar, its content. */
export function Page({ title, note, actions, bar, isFilled, children }: PageProps) {
  useTitle(title)
  return (
    <div className={isFilled ? 'flex h-full min-h-0 flex-col' : 'min-h-full'}>
      <header className="flex shrink-0 flex-col gap-2 border-line border-b px-4 py-2.5">
        <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 truncate font-semibold text-lg">{title}</h1>
          {note && <span className="text-faint tabular-nums">{note}</span>}
          {actions && <div className="ms-auto flex min-w-0 items-center gap-2">{actions}</div>}
        </div>
        {bar}
      </header>
      <div className={isFilled ? 'min-h-0 grow' : 'p-4'}>{children}</div>
    </div>
  )
}

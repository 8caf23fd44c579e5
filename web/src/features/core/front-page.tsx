import type { ReactNode } from 'react'
import { Mark } from '../../components/mark.tsx'
import { useTitle } from '../../lib/title.ts'

interface FrontPageProps {
  title: string
  /** A sentence below the title. */
  note?: string
  children: ReactNode
}

/** What stands before the shell: one card in the middle. */
export function FrontPage({ title, note, children }: FrontPageProps) {
  useTitle(title)
  return (
    <main className="flex min-h-full flex-col items-center px-4 pt-[14vh] pb-8">
      <div className="w-full max-w-sm">
        <header className="mb-6 flex flex-col items-center gap-3 text-center">
          <Mark className="size-11" />
          <h1 className="font-semibold text-xl">{title}</h1>
          {note && <p className="text-muted">{note}</p>}
        </header>
        <div className="rounded-lg border border-line bg-surface p-6 shadow-sm">{children}</div>
      </div>
    </main>
  )
}

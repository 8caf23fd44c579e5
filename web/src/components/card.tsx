import type { ReactNode } from 'react'

/** A part of a page with a title of its own. */
export function Card({
  title,
  actions,
  children,
}: {
  title: string
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-surface">
      <header className="flex min-h-12 items-center justify-between gap-3 border-line border-b px-5 py-2">
        <h2 className="font-semibold text-lg">{title}</h2>
        {actions}
      </header>
      <div className="px-5 py-4">{children}</div>
    </section>
  )
}

import { type ReactNode, useId } from 'react'

interface CardProps {
  title: string
  hint?: string
  /** Beside the title. */
  badge?: ReactNode
  children: ReactNode
}

/** One matter of the profile. */
export function Card({ title, hint, badge, children }: CardProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-surface">
      <header className="border-line border-b px-5 py-3">
        <h2 className="flex items-center gap-2 font-semibold text-lg">
          <span id={id}>{title}</span>
          {badge}
        </h2>
        {hint && <p className="max-w-[70ch] text-muted">{hint}</p>}
      </header>
      <div className="px-5 py-4">{children}</div>
    </section>
  )
}

import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../components/button.tsx'

interface RelatedSectionProps {
  title: string
  count?: number
  add?: { label: string; onPress: () => void }
  /** Said where the list is empty. */
  empty: string
  children: ReactNode
}

export function RelatedSection({ title, count = 0, add, empty, children }: RelatedSectionProps) {
  return (
    <section aria-label={title}>
      <h3 className="flex min-h-7 items-center gap-2 font-semibold">
        {title}
        {count > 0 && <span className="font-normal text-faint tabular-nums">{count}</span>}
        {add && (
          <span className="ms-auto">
            <Button size="sm" kind="quiet" onPress={add.onPress}>
              <Plus aria-hidden />
              {add.label}
            </Button>
          </span>
        )}
      </h3>
      {count === 0 && <p className="py-1 text-faint">{empty}</p>}
      {children}
    </section>
  )
}

import type { ReactNode } from 'react'

interface PropertyProps {
  label: string
  children: ReactNode
}

/** One line of the properties: its name, its value. */
export function Property({ label, children }: PropertyProps) {
  return (
    <div className="grid min-h-7 content-center grid-cols-[7.5rem_minmax(0,1fr)] items-baseline gap-2">
      <dt className="text-faint">{label}</dt>
      <dd className="flex min-w-0 items-center break-words">{children}</dd>
    </div>
  )
}

interface PropertyGroupProps extends PropertyProps {
  isTitled?: boolean
  /** What is to be said of all of them. */
  note?: ReactNode
}

/** Properties that belong together; titled where their names do not say of what they are. */
export function PropertyGroup({ label, children, isTitled, note }: PropertyGroupProps) {
  return (
    <div className="border-line border-b px-4 py-3 last:border-b-0">
      {isTitled && <h3 className="pb-1 font-medium text-muted text-sm">{label}</h3>}
      <dl aria-label={label} className="flex flex-col gap-0.5">
        {children}
      </dl>
      {note}
    </div>
  )
}

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

/** Properties that belong together. */
export function PropertyGroup({ label, children }: PropertyProps) {
  return (
    <dl aria-label={label} className="flex flex-col gap-0.5 border-line border-b px-4 py-3 last:border-b-0">
      {children}
    </dl>
  )
}

import type { ReactNode } from 'react'

interface CredentialProps {
  title: ReactNode
  facts: readonly (readonly [name: string, value: ReactNode])[]
  /** The button that ends it. */
  action?: ReactNode
  children?: ReactNode
}

/** One way in: a session, a token. */
export function Credential({ title, facts, action, children }: CredentialProps) {
  return (
    <li className="flex items-start gap-3 py-2.5 first:pt-0">
      <div className="flex min-w-0 grow flex-col gap-1">
        <div className="flex flex-wrap items-center gap-2 font-medium [overflow-wrap:anywhere]">{title}</div>
        <dl className="flex flex-wrap gap-x-4 text-sm">
          {facts.map(([name, value]) => (
            <div key={name} className="flex gap-1.5">
              <dt className="text-faint">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {children}
      </div>
      {action}
    </li>
  )
}

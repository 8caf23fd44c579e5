import { Link } from '@tanstack/react-router'
import { CopyButton } from '../../components/copy-button.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { factTexts } from './detail.messages.ts'
import { texts } from './noc.messages.ts'

interface AlertLabelsProps {
  title: string
  labels: Record<string, string>
  /** The value leads to the alerts that have it too. */
  isSearchable?: boolean
}

/** Names and values as the source gave them, to read, to copy and to search by. */
export function AlertLabels({ title, labels, isSearchable }: AlertLabelsProps) {
  const text = useText()
  const entries = Object.entries(labels).sort(([a], [b]) => a.localeCompare(b))
  if (entries.length === 0) return null
  return (
    <section>
      <h3 className="pb-1.5 font-semibold">{title}</h3>
      <dl className="divide-y divide-line overflow-hidden rounded-md border border-line font-mono text-sm">
        {entries.map(([name, value]) => (
          <div key={name} className="group flex min-h-8 items-center gap-2 ps-2.5 pe-0.5">
            <dt className="w-28 shrink-0 truncate text-faint" title={name}>
              {name}
            </dt>
            <dd className="flex min-w-0 grow items-center gap-1">
              <span className="min-w-0 grow break-words py-1">
                {isSearchable ? <SearchLink value={value} /> : <Annotation value={value} />}
              </span>
              <span className="opacity-0 focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
                <CopyButton
                  value={value}
                  label={text(texts.copy, { what: name })}
                  done={text(texts.copied)}
                />
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function SearchLink({ value }: { value: string }) {
  const text = useText()
  return (
    <Link
      to="/noc/alerts"
      search={{ search: value }}
      title={text(factTexts.findAll, { value })}
      className="hover:text-accent-ink hover:underline"
    >
      {value}
    </Link>
  )
}

export const isWebAddress = (value: string) => /^https?:\/\//i.test(value) && URL.canParse(value)

/** A link of a source's making: nothing of ours goes along, and it may not reach back. */
export function SafeLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="break-all text-accent-ink underline decoration-line underline-offset-2 hover:decoration-current"
    >
      {children}
    </a>
  )
}

function Annotation({ value }: { value: string }) {
  return isWebAddress(value) ? <SafeLink href={value}>{value}</SafeLink> : value
}

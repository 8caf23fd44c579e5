import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Badge } from '../../../components/badge.tsx'
import { RelativeTime } from '../../../components/relative-time.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import { type Integration, isKind, kinds } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'
import { PlaceName } from './place-name.tsx'

interface SourceTableProps {
  sources: readonly Integration[]
  /** The cell at the end of a row; left out for those who may change nothing. */
  actions?: (source: Integration) => ReactNode
}

const headStyle = 'h-7.5 px-3 first:ps-4 text-start font-medium text-muted text-sm'
const cellStyle = 'px-3 first:ps-4 py-1.5'
/** On phones these facts stand in a second line below the name. */
const wide = 'max-sm:hidden'

export function SourceTable({ sources, actions }: SourceTableProps) {
  const text = useText()
  return (
    <table className="w-full border-line border-b">
      <thead>
        <tr className="border-line border-b">
          <th className={headStyle}>{text(texts.name)}</th>
          <th className={`${headStyle} ${wide}`}>{text(texts.kind)}</th>
          <th className={`${headStyle} ${wide}`}>{text(texts.place)}</th>
          <th className={headStyle}>{text(texts.state)}</th>
          <th className={`${headStyle} ${wide}`}>{text(texts.changed)}</th>
          {actions && (
            <th className={headStyle}>
              <span className="sr-only">{text(texts.actions)}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <SourceRow key={source.id} source={source} actions={actions} />
        ))}
      </tbody>
    </table>
  )
}

function SourceRow({ source, actions }: { source: Integration } & Pick<SourceTableProps, 'actions'>) {
  const text = useText()
  const kind = isKind(source.kind) ? text(kinds[source.kind].name) : source.kind
  return (
    <tr className="border-line border-b bg-surface last:border-b-0 hover:bg-hover">
      <th scope="row" className={`${cellStyle} text-start font-medium`}>
        <Link
          to="/noc/alerts"
          search={{ integration_id: String(source.id) }}
          title={text(texts.alertsOf, { name: source.name })}
          className="break-words hover:text-accent-ink hover:underline"
        >
          {source.name}
        </Link>
        <div className="font-normal text-muted text-sm sm:hidden">
          <p>{kind}</p>
          <PlaceName {...source} />
        </div>
      </th>
      <td className={`${cellStyle} ${wide}`}>{kind}</td>
      <td className={`${cellStyle} ${wide}`}>
        <PlaceName {...source} />
      </td>
      <td className={cellStyle}>
        <Badge tone={source.is_active ? 'good' : 'neutral'}>
          {text(source.is_active ? texts.active : texts.inactive)}
        </Badge>
      </td>
      <td className={`${cellStyle} ${wide} whitespace-nowrap text-muted`}>
        <RelativeTime value={source.updated_at} />
      </td>
      {actions && <td className="w-10 py-1 pe-2 text-end">{actions(source)}</td>}
    </tr>
  )
}

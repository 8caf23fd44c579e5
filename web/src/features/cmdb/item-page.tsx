import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button, buttonStyle } from '../../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/state.tsx'
import type { ConfigurationItem } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useTitle } from '../../lib/title.ts'
import { fieldWords, texts } from './cmdb.messages.ts'
import { useItem } from './item.queries.ts'
import { ItemDialog } from './item-dialog.tsx'
import { Criticality, Life, Nothing } from './item-words.tsx'
import { relatedAlerts, relatedIncidents } from './related.tsx'
import { RelatedList } from './related-list.tsx'

export function ItemPage({ id }: { id: number }) {
  const text = useText()
  const { data: item, error, refetch } = useItem(id)
  useTitle(item?.name ?? text(texts.item, { id }))
  if (item) return <Record item={item} />
  if (!error) return <LoadingState rows={10} />
  if (error.status !== 404 && error.status !== 403)
    return <ErrorState problem={error} onRetry={() => refetch()} />
  const toList = (
    <Link to="/cmdb/items" className={buttonStyle({ kind: 'primary' })}>
      {text(texts.toList)}
    </Link>
  )
  return (
    <EmptyState kind="filtered" title={text(texts.notFound)} action={toList}>
      {text(texts.notFoundBody)}
    </EmptyState>
  )
}

/** What it is, and what is about it. */
function Record({ item }: { item: ConfigurationItem }) {
  const seesAlerts = usePermission('noc:view')
  const seesIncidents = usePermission('incidents.view')
  return (
    <div className="min-h-full">
      <ItemHeader item={item} />
      <div className="flex flex-col gap-5 p-4">
        <Properties item={item} />
        {seesIncidents && <RelatedList noun={relatedIncidents} itemId={item.id} />}
        {seesAlerts && <RelatedList noun={relatedAlerts} itemId={item.id} />}
      </div>
    </div>
  )
}

function ItemHeader({ item }: { item: ConfigurationItem }) {
  const text = useText()
  const mayChange = usePermission('cmdb.manage')
  const [isEditing, setEditing] = useState(false)
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-b px-4 py-2.5">
      <div className="flex min-w-0 grow basis-80 flex-col gap-1">
        <nav aria-label={text(texts.trail)} className="flex items-center gap-1 text-faint text-sm">
          <Link to="/cmdb/items" className="rounded-sm hover:text-ink hover:underline">
            {text(texts.items)}
          </Link>
          <ChevronRight aria-hidden className="size-3.5" />
          <span aria-current="page">{item.kind}</span>
        </nav>
        <h1 className="min-w-0 break-words font-semibold text-xl">{item.name}</h1>
        <div className="flex flex-wrap items-center gap-2">
          <Life status={item.status} />
          {item.criticality && <Criticality level={item.criticality} />}
        </div>
      </div>
      {mayChange && <Button onPress={() => setEditing(true)}>{text(texts.edit)}</Button>}
      {isEditing && <ItemDialog item={item} onClose={() => setEditing(false)} />}
    </header>
  )
}

function Properties({ item }: { item: ConfigurationItem }) {
  const text = useText()
  const { kind, host_name, ip_address, criticality, client, site } = item
  const values: [keyof typeof fieldWords, ReactNode][] = [
    ['kind', kind],
    ['host_name', host_name],
    ['ip_address', ip_address],
    ['criticality', <Criticality key="level" level={criticality} />],
    ['client_id', client?.name],
    ['site_id', site?.name],
  ]
  return (
    <dl aria-label={text(texts.properties)} className="grid gap-x-8 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
      {values.map(([field, value]) => (
        <div key={field} className="grid min-h-7 grid-cols-[7.5rem_minmax(0,1fr)] items-baseline gap-2">
          <dt className="text-faint">{text(fieldWords[field])}</dt>
          <dd className="min-w-0 break-all">{value || <Nothing />}</dd>
        </div>
      ))}
    </dl>
  )
}

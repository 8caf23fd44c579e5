import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { DataGrid } from '../../components/data-grid.tsx'
import { Page } from '../../components/page.tsx'
import { EmptyState } from '../../components/state.tsx'
import type { ConfigurationItem } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useHands } from '../../lib/live/use-hands.ts'
import { useLiveList } from '../../lib/live/use-live-list.ts'
import { usePhone } from '../../lib/media.ts'
import { useCommands } from '../../lib/shortcuts/use-commands.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { texts } from './cmdb.messages.ts'
import { defaultOrdering, isNarrowed, queryOf, readItems, withoutFilters } from './item.queries.ts'
import { ItemCards } from './item-cards.tsx'
import { useItemColumns } from './item-columns.tsx'
import { ItemDialog } from './item-dialog.tsx'
import { ItemFilters } from './item-filters.tsx'

export function ItemList() {
  const text = useText()
  if (usePermission('cmdb.view')) return <Items />
  return (
    <Page title={text(texts.items)} isFilled>
      <EmptyState title={text(texts.forbidden)}>{text(texts.forbiddenBody)}</EmptyState>
    </Page>
  )
}

const keyOf = ({ id }: ConfigurationItem) => id

function Items() {
  const text = useText()
  const navigate = useNavigate()
  const isPhone = usePhone()
  const [search, setSearch] = useUrlState()
  const query = queryOf(search)
  const { hands, isAtWork } = useHands()
  const columns = useItemColumns()
  const list = useLiveList<ConfigurationItem>({
    topic: 'configuration-items',
    query,
    read: readItems(query),
    isHeld: isAtWork,
  })
  const { button, dialog } = useCreate()
  const open = ({ id }: ConfigurationItem) => navigate({ to: '/cmdb/items/$id', params: { id: String(id) } })
  const empty = <ItemsEmpty action={button} />
  return (
    <Page title={text(texts.items)} isFilled bar={<ItemFilters />} actions={button}>
      <div className="h-full" {...hands}>
        {isPhone ? (
          <ItemCards {...list} onRetry={list.retry} onMore={list.readMore} empty={empty} />
        ) : (
          <DataGrid
            id="configuration-items"
            label={text(texts.items)}
            columns={columns}
            rows={list.rows}
            rowKey={keyOf}
            ordering={search.ordering ?? defaultOrdering}
            onOrderingChange={(ordering) => setSearch({ ordering })}
            onOpen={open}
            onEndReached={list.readMore}
            isLoading={list.isLoading}
            problem={list.problem}
            onRetry={list.retry}
            empty={empty}
          />
        )}
      </div>
      {dialog}
    </Page>
  )
}

function useCreate() {
  const text = useText()
  const navigate = useNavigate()
  const mayChange = usePermission('cmdb.manage')
  const [isAsking, setAsking] = useState(false)
  const title = text(texts.create)
  const ask = () => setAsking(true)
  useCommands(mayChange ? [{ id: 'cmdb.create', title, group: text(texts.group), run: ask }] : [])
  const button = mayChange && (
    <Button size="sm" kind="primary" onPress={ask}>
      <Plus aria-hidden />
      {title}
    </Button>
  )
  const dialog = isAsking && (
    <ItemDialog
      onSaved={({ id }) => navigate({ to: '/cmdb/items/$id', params: { id: String(id) } })}
      onClose={() => setAsking(false)}
    />
  )
  return { button, dialog }
}

function ItemsEmpty({ action }: { action: ReactNode }) {
  const text = useText()
  const [search, setSearch] = useUrlState()
  if (!isNarrowed(search))
    return (
      <EmptyState title={text(texts.none)} action={action}>
        {text(texts.noneBody)}
      </EmptyState>
    )
  const clear = <Button onPress={() => setSearch(withoutFilters)}>{text(texts.clearFilters)}</Button>
  return <EmptyState kind="filtered" title={text(texts.noneFit)} action={clear} />
}

import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type Page as Batch, rowsOf } from '../lib/api/pages.ts'
import { type RecordQuery, useRecords } from '../lib/api/use-records.ts'
import { usePermission } from '../lib/api/use-session.ts'
import { listWords, words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { useCommands } from '../lib/shortcuts/use-commands.ts'
import { useUrlState } from '../lib/url/search.ts'
import { Button } from './button.tsx'
import { FilterBar } from './filter-bar.tsx'
import { Needs } from './needs.tsx'
import { Page } from './page.tsx'
import { type RecordColumn, RecordTable } from './record-table.tsx'
import { SearchBox } from './search-box.tsx'
import { EmptyState, ErrorState, LoadingState } from './state.tsx'

interface ListPageProps<Row> {
  title: string
  /** Who may see the list. */
  permission: string
  /** Begins the keys of everything that is remembered of it. */
  noun: string
  read: (query: RecordQuery, signal: AbortSignal) => Promise<Batch<Row>>
  columns: readonly RecordColumn<Row>[]
  /** What there is when there is nothing. */
  empty: string
  create: {
    permission: string
    label: string
    dialog: (close: () => void) => ReactNode
  }
}

/** A noun's records: search, create, and every state between loading and the last page. */
export function ListPage<Row extends { id: number }>(props: ListPageProps<Row>) {
  const { title, permission } = props
  return (
    <Needs permission={permission} title={title}>
      <Listed {...props} />
    </Needs>
  )
}

function Listed<Row extends { id: number }>(props: ListPageProps<Row>) {
  const { title, create } = props
  const text = useText()
  const [{ search = '' }, setSearch] = useUrlState()
  const [isCreating, setCreating] = useState(false)
  const mayCreate = usePermission(create.permission)
  const begin = () => setCreating(true)
  useCommands(mayCreate ? [{ id: `create.${title}`, title: create.label, group: title, run: begin }] : [])
  const button = mayCreate && (
    <Button size="sm" kind="primary" onPress={begin}>
      <Plus aria-hidden />
      {create.label}
    </Button>
  )
  const bar = (
    <FilterBar label={title}>
      <SearchBox
        label={text(words.searchIn, { list: title.toLowerCase() })}
        value={search}
        onChange={(entered) => setSearch({ search: entered }, { replace: true })}
      />
    </FilterBar>
  )
  return (
    <Page title={title} actions={button} bar={bar} isFilled>
      <Records {...props} search={search} />
      {isCreating && create.dialog(() => setCreating(false))}
    </Page>
  )
}

function Records<Row extends { id: number }>(props: ListPageProps<Row> & { search: string }) {
  const { title, noun, read, columns, empty, search } = props
  const text = useText()
  const list = useRecords(noun, search, read)
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = list
  if (error && !data) return <ErrorState problem={error} onRetry={() => void refetch()} />
  if (isPending) return <LoadingState />
  const rows = rowsOf(data)
  if (rows.length === 0 && search) return <EmptyState kind="filtered" title={text(words.noMatch)} />
  if (rows.length === 0) return <EmptyState title={empty} />
  return (
    <div className="h-full overflow-auto">
      <RecordTable label={title} rows={rows} columns={columns} />
      {hasNextPage && (
        <div className="flex justify-center p-4">
          <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {text(listWords.more)}
          </Button>
        </div>
      )}
    </div>
  )
}

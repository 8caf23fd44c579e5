import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Page as Batch, rowsOf } from '../lib/api/pages.ts'
import type { Problem } from '../lib/api/problem.ts'
import { usePermission } from '../lib/api/use-session.ts'
import { listWords, words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { useCommands } from '../lib/shortcuts/use-commands.ts'
import { Button } from './button.tsx'
import { FilterBar } from './filter-bar.tsx'
import { Page } from './page.tsx'
import { type RecordColumn, RecordTable } from './record-table.tsx'
import { SearchBox } from './search-box.tsx'
import { EmptyState, ErrorState, LoadingState } from './state.tsx'

interface List<Row> {
  data: { pages: readonly Batch<Row>[] } | undefined
  error: Problem | null
  isPending: boolean
  hasNextPage: boolean
  isFetchingNextPage: boolean
  refetch: () => unknown
  fetchNextPage: () => unknown
}

interface ListPageProps<Row> {
  title: string
  list: List<Row>
  columns: readonly RecordColumn<Row>[]
  /** What there is when there is nothing. */
  empty: string
  search?: { value: string; onChange: (text: string) => void }
  /** Left out for those who may not. */
  create?: { permission: string; label: string; onPress: () => void }
  /** What stands over the list: dialogs. */
  children?: ReactNode
}

/** A noun's records: search, create, and every state between loading and the last page. */
export function ListPage<Row extends { id: number }>(props: ListPageProps<Row>) {
  const { title, search, create, children } = props
  const text = useText()
  const mayCreate = usePermission(create?.permission ?? '')
  const offered = mayCreate ? create : undefined
  const { label = '', onPress = () => {} } = offered ?? {}
  useCommands(offered ? [{ id: `create.${title}`, title: label, group: title, run: onPress }] : [])
  const button = offered && (
    <Button size="sm" kind="primary" onPress={onPress}>
      <Plus aria-hidden />
      {label}
    </Button>
  )
  const bar = search && (
    <FilterBar label={title}>
      <SearchBox
        label={text(words.searchIn, { list: title.toLowerCase() })}
        value={search.value}
        onChange={search.onChange}
      />
    </FilterBar>
  )
  return (
    <Page title={title} actions={button} bar={bar} isFilled>
      <Records {...props} />
      {children}
    </Page>
  )
}

function Records<Row extends { id: number }>({ title, list, columns, empty, search }: ListPageProps<Row>) {
  const text = useText()
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = list
  if (error && !data) return <ErrorState problem={error} onRetry={() => void refetch()} />
  if (isPending) return <LoadingState />
  const rows = rowsOf(data)
  if (rows.length === 0 && search?.value) return <EmptyState kind="filtered" title={text(words.noMatch)} />
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

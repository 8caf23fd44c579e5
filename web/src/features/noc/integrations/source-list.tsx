import type { ReactNode } from 'react'
import { Button } from '../../../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../../components/state.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import type { useIntegrations } from './integration.queries.ts'
import type { Integration } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'
import { SourceTable } from './source-table.tsx'

interface SourceListProps {
  list: ReturnType<typeof useIntegrations>
  isFiltered: boolean
  /** For those who may connect; the empty list asks them to. */
  connectButton: ReactNode
  actions: ((source: Integration) => ReactNode) | undefined
}

export function SourceList({ list, isFiltered, connectButton, actions }: SourceListProps) {
  const text = useText()
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = list
  if (error && !data) return <ErrorState problem={error} onRetry={() => void refetch()} />
  if (isPending) return <LoadingState />
  const sources = data.pages.flatMap(({ results }) => results)
  if (sources.length === 0 && isFiltered) return <EmptyState kind="filtered" title={text(texts.noMatch)} />
  if (sources.length === 0)
    return (
      <EmptyState title={text(connectButton ? texts.none : texts.noneHere)} action={connectButton}>
        {text(connectButton ? texts.noneBody : texts.noneHereBody)}
      </EmptyState>
    )
  return (
    <div className="h-full overflow-auto">
      <SourceTable sources={sources} actions={actions} />
      {hasNextPage && (
        <div className="flex justify-center p-4">
          <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {text(texts.more)}
          </Button>
        </div>
      )}
    </div>
  )
}

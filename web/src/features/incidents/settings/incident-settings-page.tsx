import { Page } from '../../../components/page.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../../components/state.tsx'
import { useHeld } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { ClosingCard } from './closing-card.tsx'
import { MatrixCard } from './matrix-card.tsx'
import { settingsTexts as texts } from './settings.messages.ts'
import { useMatrix, useSettings } from './settings.queries.ts'

const NEEDED = 'incidents.configure'

/** How the organization handles its incidents. */
export function IncidentSettingsPage() {
  const text = useText()
  const mayConfigure = useHeld(NEEDED)
  return (
    <Page title={text(texts.title)}>
      {mayConfigure ? (
        <Cards />
      ) : (
        <EmptyState title={text(texts.forbidden)}>
          {text(texts.forbiddenBody, { permission: NEEDED })}
        </EmptyState>
      )}
    </Page>
  )
}

function Cards() {
  const matrix = useMatrix()
  const settings = useSettings()
  const problem = matrix.error ?? settings.error
  if (matrix.data && settings.data)
    return (
      <div className="flex max-w-3xl flex-col gap-4">
        <MatrixCard stored={matrix.data} />
        <ClosingCard stored={settings.data} />
      </div>
    )
  function retry() {
    void matrix.refetch()
    void settings.refetch()
  }
  return problem ? <ErrorState problem={problem} onRetry={retry} /> : <LoadingState rows={8} />
}

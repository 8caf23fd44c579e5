import { useQueryClient } from '@tanstack/react-query'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { ErrorState, LoadingState } from '../../components/state.tsx'
import { toast } from '../../components/toast-queue.ts'
import { answerOf, api } from '../../lib/api/client.ts'
import { asProblem } from '../../lib/api/problem.ts'
import type { Incident, IncidentWorkaround } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useWorkarounds, workaroundsKey } from './incident-parts.queries.ts'
import { useWord } from './incident-words.ts'
import { useNamesOf } from './use-names.ts'
import { WorkaroundDialog } from './workaround-dialog.tsx'
import { outcomeWords, workaroundTexts as texts } from './workarounds.messages.ts'

/** How to live with it until it is resolved, for those who work on it. */
export function Workarounds({ incident }: { incident: Incident }) {
  const text = useText()
  const mayWork = usePermission('incidents.work')
  const { data: workarounds, error, refetch } = useWorkarounds(incident.id)
  const [asking, setAsking] = useState<IncidentWorkaround | 'new' | null>(null)
  const [doomed, setDoomed] = useState<IncidentWorkaround | null>(null)
  const remove = useRemove(incident.id)
  if (!workarounds)
    return error ? <ErrorState problem={error} onRetry={() => refetch()} /> : <LoadingState rows={3} />
  return (
    <div className="flex flex-col gap-3">
      {workarounds.length === 0 && <p className="text-faint">{text(texts.none)}</p>}
      <ol aria-label={text(texts.title)} className="flex flex-col gap-3 empty:hidden">
        {workarounds.map((workaround) => (
          <Workaround
            key={workaround.id}
            workaround={workaround}
            incident={incident}
            onEdit={mayWork ? () => setAsking(workaround) : undefined}
            onDelete={mayWork ? () => setDoomed(workaround) : undefined}
          />
        ))}
      </ol>
      {mayWork && (
        <div>
          <Button size="sm" kind="dashed" onPress={() => setAsking('new')}>
            <Plus aria-hidden />
            {text(texts.add)}
          </Button>
        </div>
      )}
      {asking && (
        <WorkaroundDialog
          incidentId={incident.id}
          workaround={asking === 'new' ? undefined : asking}
          onClose={() => setAsking(null)}
        />
      )}
      <ConfirmDialog
        title={text(texts.deleteTitle)}
        confirm={text(texts.deleteConfirm)}
        isOpen={doomed !== null}
        isDanger
        onConfirm={async () => {
          if (doomed) await remove(doomed.id)
        }}
        onClose={() => setDoomed(null)}
      >
        {text(texts.deleteBody)}
      </ConfirmDialog>
    </div>
  )
}

function useRemove(incidentId: number) {
  const client = useQueryClient()
  return async (id: number) => {
    const params = { path: { id } }
    await answerOf(api.DELETE('/api/v1/incident-workarounds/{id}/', { params })).catch((error) => {
      toast({ title: asProblem(error).message, tone: 'danger' })
      throw error
    })
    await client.invalidateQueries({ queryKey: workaroundsKey(incidentId) })
  }
}

const tones = { worked: 'good', partial: 'notice', failed: 'danger' } as const

interface WorkaroundProps {
  workaround: IncidentWorkaround
  incident: Incident
  onEdit: (() => void) | undefined
  onDelete: (() => void) | undefined
}

function Workaround({ workaround, incident, onEdit, onDelete }: WorkaroundProps) {
  const text = useText()
  const word = useWord()
  const { steps, outcome, applied_by, applied_at, created_by, created_at } = workaround
  const by = applied_by ?? created_by
  const nameOf = useNamesOf(incident, by === null ? [] : [{ kind: 'user', id: by }])
  return (
    <li className="flex gap-2 rounded-md border border-line px-3 py-2">
      <div className="min-w-0 grow">
        <p className="whitespace-pre-wrap break-words">{steps}</p>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-faint text-sm">
          <Badge tone={outcome === null ? 'neutral' : (tones[outcome as keyof typeof tones] ?? 'neutral')}>
            {outcome === null ? text(texts.untried) : word(outcomeWords, outcome)}
          </Badge>
          <span>
            {by !== null && `${nameOf('user', by)} · `}
            {text(applied_at ? texts.tried : texts.noted)}{' '}
            <RelativeTime value={applied_at ?? created_at} isFocusable />
          </span>
        </p>
      </div>
      {onEdit && <IconButton size="sm" icon={Pencil} label={text(texts.edit)} onPress={onEdit} />}
      {onDelete && <IconButton size="sm" icon={Trash2} label={text(texts.delete)} onPress={onDelete} />}
    </li>
  )
}

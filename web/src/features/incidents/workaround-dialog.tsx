import { useQueryClient } from '@tanstack/react-query'
import { ActionDialog } from '../../components/action-dialog.tsx'
import type { ActionField } from '../../components/action-field.tsx'
import { localTime } from '../../components/time-field.tsx'
import { answerOf, api } from '../../lib/api/client.ts'
import type { paths } from '../../lib/api/schema.gen.ts'
import type { IncidentWorkaround } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { workaroundsKey } from './incident-parts.queries.ts'
import { useOptions } from './incident-words.ts'
import { outcomeWords, workaroundTexts as texts } from './workarounds.messages.ts'

type Values = Omit<
  paths['/api/v1/incident-workarounds/']['post']['requestBody']['content']['application/json'],
  'incident_id'
>

interface WorkaroundDialogProps {
  incidentId: number
  /** The one to edit. */
  workaround?: IncidentWorkaround
  onClose: () => void
}

export function WorkaroundDialog({ incidentId, workaround, onClose }: WorkaroundDialogProps) {
  const text = useText()
  const client = useQueryClient()
  const fields = useFields(workaround)
  async function save(values: Values) {
    await answerOf(workaround ? change(workaround, values) : add(incidentId, values))
    await client.invalidateQueries({ queryKey: workaroundsKey(incidentId) })
  }
  return (
    <ActionDialog
      title={text(workaround ? texts.edit : texts.add)}
      isOpen
      onClose={onClose}
      requires={['steps']}
      fields={fields}
      submit={text(workaround ? texts.save : texts.add)}
      onSubmit={(values) => save(values as Values)}
    />
  )
}

const add = (incident_id: number, values: Values) =>
  api.POST('/api/v1/incident-workarounds/', { body: { incident_id, ...values } })

/** Over the version that is shown: what somebody else changed meanwhile is not written over. */
const change = ({ id, version }: IncidentWorkaround, body: Values) =>
  api.PATCH('/api/v1/incident-workarounds/{id}/', {
    params: { path: { id }, header: { 'if-match': `"v${version}"` } },
    body,
  })

function useFields(workaround: IncidentWorkaround | undefined): Record<string, ActionField> {
  const text = useText()
  const options = useOptions()
  const { steps, outcome, applied_at } = workaround ?? {}
  return {
    steps: {
      kind: 'textarea',
      label: text(texts.steps),
      description: text(texts.stepsHint),
      initial: steps ?? '',
    },
    outcome: {
      kind: 'select',
      label: text(texts.outcome),
      description: text(texts.outcomeHint),
      options: options(outcomeWords),
      isOffered: true,
      initial: outcome ?? '',
    },
    applied_at: {
      kind: 'time',
      label: text(texts.appliedAt),
      isOffered: true,
      initial: applied_at ? localTime(new Date(applied_at)) : '',
    },
  }
}

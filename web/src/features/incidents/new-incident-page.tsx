import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../../components/button.tsx'
import { DialogButtons } from '../../components/dialog.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { EmptyState } from '../../components/state.tsx'
import { toast } from '../../components/toast-queue.ts'
import { answerOf, api } from '../../lib/api/client.ts'
import { asProblem, fieldErrors, type Problem } from '../../lib/api/problem.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { words } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { listKey } from '../../lib/live/use-live-list.ts'
import { recordKey } from './incident.queries.ts'
import { texts } from './incidents.messages.ts'
import { blank, formFields, inputOf, isNewIncident, type NewIncident } from './new-incident.draft.ts'
import { NewIncidentFields } from './new-incident-fields.tsx'
import { useDraft } from './use-draft.ts'

export function NewIncidentPage() {
  const text = useText()
  const mayCreate = usePermission('incidents.create')
  return (
    <Page title={text(texts.newIncident)}>
      {mayCreate ? (
        <NewIncidentForm />
      ) : (
        <EmptyState title={text(texts.mayNotCreate)}>
          {text(texts.forbiddenBody, { permission: 'incidents.create' })}
        </EmptyState>
      )}
    </Page>
  )
}

/** Creates, shows the record, and only then lets the draft go. */
function useCreate(clear: () => void) {
  const text = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const isStaff = usePermission('incidents.view_all')
  return async (form: NewIncident) => {
    const body = inputOf(form, isStaff)
    const incident = await answerOf(api.POST('/api/v1/incidents/', { body }))
    clear()
    client.setQueryData(recordKey(incident.id), incident)
    client.invalidateQueries({ queryKey: listKey('incidents') })
    toast({ title: text(texts.created, { number: incident.number }), tone: 'good' })
    await navigate({ to: '/incidents/$id', params: { id: String(incident.id) }, replace: true })
  }
}

function NewIncidentForm() {
  const text = useText()
  const navigate = useNavigate()
  const [form, setForm, clear] = useDraft('incident.new', isNewIncident, blank)
  const create = useCreate(clear)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)
  // Another set of fields after "Discard": the pickers hold texts of their own.
  const [round, setRound] = useState(0)

  async function submit() {
    if (isPending) return
    setPending(true)
    setProblem(null)
    await create(form).catch((error) => setProblem(asProblem(error)))
    setPending(false)
  }
  function discard() {
    clear()
    setProblem(null)
    setRound(round + 1)
  }
  const isBegun = JSON.stringify(form) !== JSON.stringify(blank)
  return (
    <Form
      className="flex max-w-3xl flex-col gap-4"
      validationErrors={fieldErrors(problem)}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <NewIncidentFields key={round} form={form} onChange={(part) => setForm({ ...form, ...part })} />
      <ProblemNote problem={problem} knownFields={formFields} />
      <DialogButtons>
        <Button type="submit" kind="primary" isPending={isPending}>
          {text(texts.create)}
        </Button>
        <Button onPress={() => navigate({ to: '/incidents' })}>{text(words.cancel)}</Button>
        {isBegun && (
          <span className="me-auto flex items-center gap-2">
            <Button kind="quiet" onPress={discard}>
              {text(texts.discard)}
            </Button>
            <span className="hidden text-faint text-sm sm:inline">{text(texts.draftKept)}</span>
          </span>
        )}
      </DialogButtons>
    </Form>
  )
}

import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../../../components/button.tsx'
import { DialogButtons } from '../../../components/dialog.tsx'
import { LookupField } from '../../../components/lookup-field.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { integrationNameLength } from '../../../lib/api/facts.gen.ts'
import { loadClients, sitesOf } from '../../../lib/api/lookups.ts'
import { fieldErrors, type Problem } from '../../../lib/api/problem.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import type { Integration, IntegrationInput } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'
import { KindChoice } from './kind-choice.tsx'
import { type Place, usePlace } from './place.queries.ts'

type Values = Pick<IntegrationInput, 'name' | 'kind'> & Place

interface SourceFormProps {
  /** The one to edit; its kind stays, because the address at the source depends on it. */
  source?: Integration
  problem: Problem | null
  isPending: boolean
  onSubmit: (values: Values) => void
  onCancel: () => void
}

const FIELDS = ['name', 'kind', 'client_id', 'site_id']
const nothing: Place = { client_id: null, site_id: null }

export function SourceForm({ source, problem, isPending, onSubmit, onCancel }: SourceFormProps) {
  const text = useText()
  const [{ name, kind, client_id, site_id }, setValues] = useState(() => valuesOf(source))
  const named = usePlace(source ?? nothing)
  const change = (part: Partial<Values>) => setValues((values) => ({ ...values, ...part }))
  function submit(event: FormEvent) {
    event.preventDefault()
    onSubmit({ name: name.trim(), kind, client_id, site_id })
  }
  return (
    <Form className="flex flex-col gap-4" validationErrors={fieldErrors(problem)} onSubmit={submit}>
      <TextField
        name="name"
        label={text(texts.name)}
        description={text(texts.nameHint)}
        value={name}
        onChange={(entered) => change({ name: entered })}
        maxLength={integrationNameLength}
        isRequired
        autoFocus
      />
      {!source && <KindChoice value={kind} onChange={(chosen) => change({ kind: chosen })} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <LookupField
          name="client_id"
          label={text(texts.client)}
          description={text(texts.clientHint)}
          value={pickedOf(client_id, named.client)}
          load={loadClients}
          onChange={(client) => change({ client_id: client && Number(client.id), site_id: null })}
        />
        {client_id !== null && (
          <LookupField
            // Another client has other sites.
            key={client_id}
            name="site_id"
            label={text(texts.site)}
            value={pickedOf(site_id, named.site)}
            load={sitesOf(String(client_id))}
            onChange={(site) => change({ site_id: site && Number(site.id) })}
          />
        )}
      </div>
      <ProblemNote problem={problem} knownFields={FIELDS} />
      <DialogButtons>
        <Button type="submit" kind="primary" isPending={isPending}>
          {text(source ? texts.save : texts.connectVerb)}
        </Button>
        <Button onPress={onCancel}>{text(words.cancel)}</Button>
      </DialogButtons>
    </Form>
  )
}

const pickedOf = (id: number | null, name?: string) =>
  id === null ? null : { id: String(id), label: name ?? `#${id}` }

function valuesOf({ name, client_id, site_id }: Omit<Values, 'kind'> = { name: '', ...nothing }) {
  const values: Values = { name, kind: 'alertmanager', client_id, site_id }
  return values
}

import type { ReactNode } from 'react'
import { LookupField } from '../../components/lookup-field.tsx'
import { Select } from '../../components/select.tsx'
import { TextArea, TextField } from '../../components/text-field.tsx'
import { incidentTitleLength } from '../../lib/api/facts.gen.ts'
import { configurationItemsOf, loadClients, loadPeople, loadTeams, sitesOf } from '../../lib/api/lookups.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import {
  channelWords,
  fieldWords,
  impactHints,
  levelWords,
  urgencyHints,
} from './incident-fields.messages.ts'
import { useOptions } from './incident-words.ts'
import { texts } from './incidents.messages.ts'
import type { Channel, NewIncident } from './new-incident.draft.ts'

interface FieldsProps {
  form: NewIncident
  onChange: (part: Partial<NewIncident>) => void
}

export function NewIncidentFields(props: FieldsProps) {
  return (
    <>
      <What {...props} />
      <Who {...props} />
      <Where {...props} />
    </>
  )
}

function What({ form, onChange }: FieldsProps) {
  const text = useText()
  const isStaff = usePermission('incidents.view_all')
  const options = useOptions()
  return (
    <>
      <TextField
        name="title"
        label={text(fieldWords.title)}
        value={form.title}
        onChange={(title) => onChange({ title })}
        maxLength={incidentTitleLength}
        isRequired
        autoFocus
      />
      <TextArea
        name="description"
        label={text(fieldWords.description)}
        value={form.description}
        onChange={(description) => onChange({ description })}
        rows={6}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {isStaff && (
          <Select
            name="impact"
            label={text(fieldWords.impact)}
            options={options(levelWords, impactHints)}
            value={form.impact}
            onChange={(impact) => onChange({ impact })}
          />
        )}
        <Select
          name="urgency"
          label={text(fieldWords.urgency)}
          options={options(levelWords, urgencyHints)}
          value={form.urgency}
          onChange={(urgency) => onChange({ urgency })}
        />
        {isStaff && (
          <TextField
            name="affected_users"
            type="number"
            inputMode="numeric"
            label={text(fieldWords.affected_users)}
            description={text(texts.affectedHint)}
            value={form.affectedUsers ?? ''}
            onChange={(affectedUsers) => onChange({ affectedUsers })}
          />
        )}
      </div>
      {isStaff && <p className="-mt-2 text-faint text-sm">{text(texts.priorityHint)}</p>}
    </>
  )
}

/** For those who may report for others and hand the work out. */
function Who({ form, onChange }: FieldsProps) {
  const text = useText()
  const options = useOptions()
  const isStaff = usePermission('incidents.view_all')
  const maySeePeople = usePermission('people.view')
  const mayAssign = usePermission('incidents.assign')
  if (!isStaff || !maySeePeople) return null
  return (
    <Group title={text(texts.people)}>
      <LookupField
        name="requester_id"
        label={text(fieldWords.requester_id)}
        description={text(texts.requesterHint)}
        load={loadPeople}
        value={form.requester}
        onChange={(requester) => onChange({ requester })}
      />
      <Select
        name="channel"
        label={text(texts.cameInBy)}
        options={options(channelWords).filter(({ id }) => id !== 'api' && id !== 'monitoring')}
        value={form.channel || 'phone'}
        onChange={(channel) => onChange({ channel: channel as Channel })}
      />
      {mayAssign && (
        <>
          <LookupField
            name="assignee_id"
            label={text(fieldWords.assignee_id)}
            load={loadPeople}
            value={form.assignee}
            onChange={(assignee) => onChange({ assignee })}
          />
          <LookupField
            name="team_id"
            label={text(fieldWords.team_id)}
            load={loadTeams}
            value={form.team}
            onChange={(team) => onChange({ team })}
          />
        </>
      )}
    </Group>
  )
}

function Where({ form, onChange }: FieldsProps) {
  const text = useText()
  const maySeePlaces = usePermission('noc:view')
  const maySeeItems = usePermission('cmdb.view')
  const clientId = form.client?.id
  if (!maySeePlaces && !maySeeItems) return null
  return (
    <Group title={text(texts.place)}>
      {maySeePlaces && (
        <>
          <LookupField
            name="client_id"
            label={text(fieldWords.client_id)}
            load={loadClients}
            value={form.client}
            onChange={(client) => onChange({ client, site: null, configurationItem: null })}
          />
          <LookupField
            key={`site ${clientId}`}
            name="site_id"
            label={text(fieldWords.site_id)}
            load={sitesOf(clientId)}
            value={form.site}
            onChange={(site) => onChange({ site })}
          />
        </>
      )}
      {maySeeItems && (
        <LookupField
          key={`item ${clientId}`}
          name="configuration_item_id"
          label={text(fieldWords.configuration_item_id)}
          load={configurationItemsOf(clientId)}
          value={form.configurationItem}
          onChange={(configurationItem) => onChange({ configurationItem })}
        />
      )}
    </Group>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="border-line border-t pt-3">
      <legend className="pe-2 font-semibold">{title}</legend>
      <div className="grid gap-4 pt-1 sm:grid-cols-2">{children}</div>
    </fieldset>
  )
}

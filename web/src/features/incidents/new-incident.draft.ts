import type { Picked } from '../../components/lookup-field.tsx'
import { incidentChannels } from '../../lib/api/facts.gen.ts'
import type { paths } from '../../lib/api/schema.gen.ts'
import { isNullOr, isOneOf, isShape, isString } from '../../lib/checks.ts'

export type IncidentInput = paths['/api/v1/incidents/']['post']['requestBody']['content']['application/json']
export type Channel = NonNullable<IncidentInput['channel']>

/** The form as it is being filled; levels are `1`…`3` as text, as selects have them. */
export interface NewIncident {
  title: string
  description: string
  impact: string
  urgency: string
  affectedUsers: string
  channel: Channel | ''
  requester: Picked
  assignee: Picked
  team: Picked
  client: Picked
  site: Picked
  configurationItem: Picked
}

export const blank: NewIncident = {
  title: '',
  description: '',
  impact: '2',
  urgency: '2',
  affectedUsers: '',
  channel: '',
  requester: null,
  assignee: null,
  team: null,
  client: null,
  site: null,
  configurationItem: null,
}

const isPicked = isNullOr(isShape<NonNullable<Picked>>({ id: isString, label: isString }))
const isLevel = isOneOf(['1', '2', '3'])
export const isNewIncident = isShape<NewIncident>({
  title: isString,
  description: isString,
  impact: isLevel,
  urgency: isLevel,
  affectedUsers: isString,
  channel: isOneOf(['', ...incidentChannels] as const),
  requester: isPicked,
  assignee: isPicked,
  team: isPicked,
  client: isPicked,
  site: isPicked,
  configurationItem: isPicked,
})

const idOf = (picked: Picked) => (picked ? Number(picked.id) : undefined)

/** How much it matters is for the service desk to say; whoever reports says how much it presses. */
const harmOf = ({ impact, affectedUsers }: NewIncident) => ({
  impact: Number(impact),
  affected_users: affectedUsers ? Number(affectedUsers) : undefined,
})

/** What the API takes; what was left empty is not sent, so that the server's own defaults hold. */
export function inputOf(form: NewIncident, isStaff: boolean): IncidentInput {
  return {
    ...(isStaff && harmOf(form)),
    title: form.title.trim(),
    description: form.description || undefined,
    urgency: Number(form.urgency),
    channel: form.channel || (isStaff ? 'phone' : 'portal'),
    requester_id: idOf(form.requester),
    assignee_id: idOf(form.assignee),
    team_id: idOf(form.team),
    client_id: idOf(form.client),
    site_id: idOf(form.site),
    configuration_item_id: idOf(form.configurationItem),
  }
}

/** Every field of the form, by the API's name: these show their own errors. */
export const formFields = [
  'title',
  'description',
  'impact',
  'urgency',
  'affected_users',
  'channel',
  'requester_id',
  'assignee_id',
  'team_id',
  'client_id',
  'site_id',
  'configuration_item_id',
] as const

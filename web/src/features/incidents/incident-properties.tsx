import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { Person } from '../../components/avatar.tsx'
import { Badge } from '../../components/badge.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import {
  channelWords,
  fieldWords,
  holdWords,
  levelWords,
  resolutionWords,
} from './incident-fields.messages.ts'
import { IncidentMetrics } from './incident-metrics.tsx'
import { useWord } from './incident-words.ts'
import { texts } from './incidents.messages.ts'
import { Item } from './item.tsx'
import { LevelMenu } from './level-menu.tsx'
import { markTexts } from './marks.messages.ts'
import { PriorityBadge } from './priority-badge.tsx'
import { PriorityReasons } from './priority-reasons.tsx'
import { Property, PropertyGroup } from './property-list.tsx'

interface IncidentPropertiesProps {
  incident: Incident
  mayEdit: boolean
}

type Reference = { name: string } | null

const empty = <span className="text-faint">–</span>
const person = (reference: Reference) => (reference ? <Person name={reference.name} /> : empty)
const nameOf = (reference: Reference) => reference?.name ?? empty

/** Everything that the record knows besides its texts. What says nothing (never reopened, no site) is left out. */
export function IncidentProperties({ incident, mayEdit }: IncidentPropertiesProps) {
  const text = useText()
  const word = useWord()
  const intl = useIntl()
  const isStaff = usePermission('incidents.read_internal')
  const { impact, urgency, site, configuration_item, client, affected_users } = incident
  const level = (field: 'impact' | 'urgency', value: number) =>
    mayEdit ? <LevelMenu incident={incident} field={field} /> : word(levelWords, value)
  return (
    <section aria-label={text(texts.details)}>
      <PropertyGroup label={text(texts.people)}>
        <Property label={text(fieldWords.requester_id)}>
          <span className="flex min-w-0 items-center gap-2">
            {person(incident.requester)}
            {isStaff && incident.is_vip && <Badge tone="accent">{text(markTexts.vip)}</Badge>}
          </span>
        </Property>
        <Property label={text(fieldWords.assignee_id)}>{person(incident.assignee)}</Property>
        <Property label={text(fieldWords.team_id)}>{nameOf(incident.team)}</Property>
        {incident.escalated_to && (
          <Property label={text(fieldWords.escalated_to_id)}>{person(incident.escalated_to)}</Property>
        )}
      </PropertyGroup>
      <PropertyGroup
        label={text(fieldWords.priority)}
        note={<PriorityReasons reasons={incident.priority_reasons} />}
      >
        <Property label={text(fieldWords.impact)}>{level('impact', impact)}</Property>
        <Property label={text(fieldWords.urgency)}>{level('urgency', urgency)}</Property>
        {isStaff && affected_users !== null && (
          <Property label={text(fieldWords.affected_users)}>{intl.formatNumber(affected_users)}</Property>
        )}
        <Property label={text(fieldWords.priority)}>
          <PriorityBadge priority={incident.priority} />
        </Property>
      </PropertyGroup>
      {(client || site || configuration_item) && (
        <PropertyGroup label={text(texts.place)}>
          <Property label={text(fieldWords.client_id)}>{nameOf(client)}</Property>
          <Property label={text(fieldWords.site_id)}>{nameOf(site)}</Property>
          <Property label={text(fieldWords.configuration_item_id)}>
            <Item item={configuration_item} />
          </Property>
        </PropertyGroup>
      )}
      <Outcome incident={incident} />
      {isStaff && <IncidentMetrics incidentId={incident.id} />}
      <Course incident={incident} isStaff={isStaff} />
    </section>
  )
}

/** Why it waits, how it ended. */
function Outcome({ incident }: { incident: Incident }) {
  const text = useText()
  const word = useWord()
  const { hold_reason, hold_until, resolution_code, resolution_notes, cancel_reason } = incident
  const lines: [keyof typeof fieldWords, ReactNode][] = [
    ['hold_reason', hold_reason && word(holdWords, hold_reason)],
    ['hold_until', hold_until && <RelativeTime value={hold_until} isFocusable />],
    ['resolution_code', resolution_code && word(resolutionWords, resolution_code)],
    ['resolution_notes', resolution_notes && <span className="whitespace-pre-wrap">{resolution_notes}</span>],
    ['cancel_reason', cancel_reason],
  ]
  return <Lines label={text(texts.outcome)} lines={lines} />
}

/** When what happened, and how often it came back. */
function Course({ incident, isStaff }: { incident: Incident; isStaff: boolean }) {
  const text = useText()
  const word = useWord()
  const { channel, reopen_count, reassignment_count, escalation_level, escalated_at } = incident
  const time = (value: string | null) => value && <RelativeTime value={value} isFocusable />
  const times = (count: number) => count > 0 && text(texts.times, { count })
  const lines: [keyof typeof fieldWords, ReactNode][] = [
    ['channel', word(channelWords, channel)],
    ['created_at', time(incident.created_at)],
    ['acknowledged_at', time(incident.acknowledged_at)],
    ['resolved_at', time(incident.resolved_at)],
    ['closed_at', time(incident.closed_at)],
    ['updated_at', time(incident.updated_at)],
    ['reopen_count', times(reopen_count)],
    ['reassignment_count', isStaff && times(reassignment_count)],
    ['escalation_level', isStaff && escalation_level > 0 && String(escalation_level)],
    ['escalated_at', time(escalated_at)],
  ]
  return <Lines label={text(texts.course)} lines={lines} />
}

function Lines({ label, lines }: { label: string; lines: [keyof typeof fieldWords, ReactNode][] }) {
  const text = useText()
  const told = lines.filter(([, value]) => value)
  if (told.length === 0) return null
  return (
    <PropertyGroup label={label}>
      {told.map(([field, value]) => (
        <Property key={field} label={text(fieldWords[field])}>
          {value}
        </Property>
      ))}
    </PropertyGroup>
  )
}

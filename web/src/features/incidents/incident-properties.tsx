import type { ReactNode } from 'react'
import { Person } from '../../components/avatar.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import {
  channelWords,
  fieldWords,
  holdWords,
  levelWords,
  resolutionWords,
} from './incident-fields.messages.ts'
import { useWord } from './incident-words.ts'
import { texts } from './incidents.messages.ts'
import { LevelMenu } from './level-menu.tsx'
import { PriorityBadge } from './priority-badge.tsx'
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
  const { impact, urgency, site, configuration_item, client } = incident
  const level = (field: 'impact' | 'urgency', value: number) =>
    mayEdit ? <LevelMenu incident={incident} field={field} /> : word(levelWords, value)
  return (
    <section aria-label={text(texts.details)}>
      <PropertyGroup label={text(texts.people)}>
        <Property label={text(fieldWords.requester_id)}>{person(incident.requester)}</Property>
        <Property label={text(fieldWords.assignee_id)}>{person(incident.assignee)}</Property>
        <Property label={text(fieldWords.team_id)}>{nameOf(incident.team)}</Property>
      </PropertyGroup>
      <PropertyGroup label={text(fieldWords.priority)}>
        <Property label={text(fieldWords.impact)}>{level('impact', impact)}</Property>
        <Property label={text(fieldWords.urgency)}>{level('urgency', urgency)}</Property>
        <Property label={text(fieldWords.priority)}>
          <PriorityBadge priority={incident.priority} />
        </Property>
      </PropertyGroup>
      {(client || site || configuration_item) && (
        <PropertyGroup label={text(texts.place)}>
          <Property label={text(fieldWords.client_id)}>{nameOf(client)}</Property>
          <Property label={text(fieldWords.site_id)}>{nameOf(site)}</Property>
          <Property label={text(fieldWords.configuration_item_id)}>{nameOf(configuration_item)}</Property>
        </PropertyGroup>
      )}
      <Outcome incident={incident} />
      <Course incident={incident} />
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
function Course({ incident }: { incident: Incident }) {
  const text = useText()
  const word = useWord()
  const { channel, reopen_count, reassignment_count, escalation_level } = incident
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
    ['reassignment_count', times(reassignment_count)],
    ['escalation_level', escalation_level > 0 && String(escalation_level)],
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

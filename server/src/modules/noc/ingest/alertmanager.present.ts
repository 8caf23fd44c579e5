import { badRequest } from '../../../platform/errors.ts'
import type { StoredAlert } from '../alerts/alert.row.ts'
import type { Silencer } from '../silences/silence.matching.ts'
import { SOURCE_LINK } from './alertmanager-api.ts'
import type { Labels, Link } from './event.ts'
import type { Source } from './ingest.source.ts'
import { compileMatchers, MatcherError, parseMatchers } from './matchers.ts'

/** An alert as Alertmanager's API shows it (gettableAlert). */
export interface ShownAlert {
  labels: Labels
  annotations: Labels
  startsAt: Date
  endsAt: Date
  updatedAt: Date
  generatorURL: string
  fingerprint: string
  receivers: { name: string }[]
  status: { state: 'active' | 'suppressed'; silencedBy: string[]; inhibitedBy: string[]; mutedBy: string[] }
}

export function shownAlert(row: StoredAlert, silencers: Silencer[], receiver: string): ShownAlert {
  const labels = row.labels as Labels
  const silencedBy = silencers.filter(({ matches }) => matches(labels)).map(({ publicId }) => publicId)
  const source = (row.links as unknown as Link[]).find(({ text }) => text === SOURCE_LINK)
  return {
    labels,
    annotations: row.annotations as Labels,
    startsAt: row.starts_at,
    endsAt: row.expires_at ?? row.ends_at ?? row.last_seen_at,
    updatedAt: row.last_seen_at,
    generatorURL: source?.href ?? '',
    fingerprint: row.dedup_key,
    receivers: [{ name: receiver }],
    status: {
      state: silencedBy.length > 0 ? 'suppressed' : 'active',
      silencedBy,
      inhibitedBy: [],
      mutedBy: [],
    },
  }
}

export interface AlertFilter {
  matches(labels: Labels): boolean
  isActiveWanted: boolean
  isSilencedWanted: boolean
  receiver: ((name: string) => boolean) | null
}

type Query = Record<string, string | string[] | undefined>

export function readFilter(query: Query): AlertFilter {
  const flag = (name: string) => String(query[name] ?? 'true') !== 'false'
  const receiver = query.receiver === undefined ? null : String(query.receiver)
  return {
    matches: readMatchers(query.filter),
    isActiveWanted: flag('active'),
    isSilencedWanted: flag('silenced'),
    receiver: receiver === null ? null : readRegex(receiver),
  }
}

export function readMatchers(filter: string | string[] | undefined) {
  const texts = filter === undefined ? [] : [filter].flat()
  try {
    return compileMatchers(texts.flatMap(parseMatchers))
  } catch (error) {
    if (error instanceof MatcherError) throw badRequest(`bad matcher format: ${error.message}`)
    throw error
  }
}

function readRegex(text: string) {
  try {
    const matches = compileMatchers([{ name: 'receiver', value: text, isRegex: true, isEqual: true }])
    return (name: string) => matches({ receiver: name })
  } catch {
    throw badRequest(`failed to parse receiver param: ${text}`)
  }
}

export function chosenAlerts(alerts: ShownAlert[], filter: AlertFilter): ShownAlert[] {
  return alerts.filter(({ labels, status, receivers }) => {
    const isWanted = status.state === 'active' ? filter.isActiveWanted : filter.isSilencedWanted
    const isReceived = filter.receiver === null || receivers.some(({ name }) => filter.receiver?.(name))
    return isWanted && isReceived && filter.matches(labels)
  })
}

/** What amtool asks before every command. */
export function statusOf({ name }: Source, started: Date) {
  const receiver = JSON.stringify(name)
  const none = 'n/a'
  return {
    cluster: { status: 'ready', name: 'watchdesk', peers: [] },
    versionInfo: {
      version: '0.28.0',
      revision: none,
      branch: none,
      buildUser: 'watchdesk',
      buildDate: none,
      goVersion: none,
    },
    config: { original: `route:\n  receiver: ${receiver}\nreceivers:\n- name: ${receiver}\n` },
    uptime: started,
  }
}

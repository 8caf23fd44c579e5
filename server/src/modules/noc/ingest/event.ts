import { createHash } from 'node:crypto'
import { mapSeverity, type Severity } from '../alerts/alert.severity.ts'
import { Refused, storable } from './event.fields.ts'

export type Labels = Record<string, string>
export type Link = { href: string; text: string }
/** What an alert is about, in the source's words; found in the CMDB later, and no hindrance when it is not. */
export type CiRef = { kind: 'hostname' | 'ip' | 'fqdn' | 'label' | 'id'; value: string }

/** What every adapter makes of its source's format: one alert, once heard. */
export type AlertEvent = {
  /** The source's name of this occurrence: `dedupKey@startsAt`. */
  externalId: string
  /** Identity of the problem within its integration, at most 255 characters. */
  dedupKey: string
  action: 'trigger' | 'resolve'
  severity: Severity
  /** The word the source used, null when it used none. */
  severityRaw: string | null
  title: string
  description: string
  labels: Labels
  annotations: Labels
  links: Link[]
  ciRef: CiRef | null
  startsAt: Date
  /** The source named no usable start; `startsAt` is then when we heard of it, and no sign of a new occurrence. */
  startsAtAssumed: boolean
  /** When it ended, for a resolve that says so. */
  endsAt: Date | null
  /** When it is over unless heard of again; only for a trigger. */
  expiresAt: Date | null
  groupKey: string | null
  /** How many texts, labels, annotations and links were cut or left out for their size. */
  truncated: number
}

export type AdapterResult = { events: AlertEvent[]; rejected: { index: number; reason: string }[] }

/** A body of which nothing can be taken, with the answer it gets. */
export type Malformed = { kind: 'malformed'; status: number; body: { code: number; message: string } }
export type ParsedBody = ({ kind: 'parsed' } & AdapterResult) | Malformed

export type IntegrationConfig = {
  severityMap?: Record<string, Severity>
  /** Removed before the fingerprint, so that replicas that differ only in them are one source. */
  ignoredLabels?: string[]
  resolveTimeoutSeconds: number
}

/** An event before defaults and limits. `severity` is the source's word. */
export type AlertDraft = Pick<AlertEvent, 'dedupKey' | 'action' | 'title' | 'labels'> & {
  severity: string | null
  startsAt: Date | null
} & Partial<
    Pick<AlertEvent, 'description' | 'annotations' | 'links' | 'ciRef' | 'endsAt' | 'expiresAt' | 'groupKey'>
  >

const LIMITS = {
  key: 255,
  title: 1024,
  text: 64 * 1024,
  entries: 64,
  name: 128,
  value: 1024,
  links: 16,
  href: 2048,
}
const CLOCK_SKEW_MS = 5 * 60_000

export const malformed = (status: number, code: number, message: string): Malformed => ({
  kind: 'malformed',
  status,
  body: { code, message },
})

/** Reads each item of a body; the ones that are refused are named and the others stay. */
export function readEach<T>(items: T[], read: (item: T, index: number) => AlertEvent): AdapterResult {
  const result: AdapterResult = { events: [], rejected: [] }
  items.forEach((item, index) => {
    try {
      result.events.push(read(item, index))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      result.rejected.push({ index, reason: error.message })
    }
  })
  return result
}

/** Fills in what the source left out and cuts what is too long, so that the event fits its row. */
export function toEvent(draft: AlertDraft, now: Date, config: IntegrationConfig): AlertEvent {
  const cuts = { count: 0 }
  const dedupKey = storableKey(draft.dedupKey)
  const { startsAt, startsAtAssumed } = startOf(draft, now)
  const isTrigger = draft.action === 'trigger'
  return {
    externalId: `${dedupKey}@${startsAt.toISOString()}`,
    dedupKey,
    action: draft.action,
    severity: mapSeverity(draft.severity, config.severityMap).severity,
    severityRaw: draft.severity === null ? null : text(cuts, draft.severity, LIMITS.name),
    title: text(cuts, draft.title, LIMITS.title),
    description: text(cuts, draft.description ?? '', LIMITS.text, bytes),
    labels: texts(cuts, draft.labels, LIMITS.value),
    annotations: texts(cuts, draft.annotations ?? {}, LIMITS.text, bytes),
    links: links(cuts, draft.links ?? []),
    ciRef: draft.ciRef
      ? { kind: draft.ciRef.kind, value: text(cuts, draft.ciRef.value, LIMITS.value) }
      : null,
    startsAt,
    startsAtAssumed,
    endsAt: isTrigger || !draft.endsAt ? null : isAhead(draft.endsAt, now) ? now : draft.endsAt,
    expiresAt: isTrigger ? (draft.expiresAt ?? null) : null,
    groupKey: draft.groupKey ? text(cuts, draft.groupKey, LIMITS.value) : null,
    truncated: cuts.count,
  }
}

/** Further ahead than clocks differ: a mistake of the source. */
const isAhead = (time: Date, now: Date) => time.getTime() > now.getTime() + CLOCK_SKEW_MS

function startOf({ startsAt, endsAt }: AlertDraft, now: Date) {
  if (startsAt && !isAhead(startsAt, now)) return { startsAt, startsAtAssumed: false }
  return { startsAt: endsAt && endsAt < now ? endsAt : now, startsAtAssumed: true }
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const storableKey = (key: string) => (key.length > LIMITS.key ? `sha256:${sha256(key)}` : storable(key))

type Cut = (text: string, max: number) => string
const characters: Cut = (text, max) =>
  text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, '')
/** Streaming, the decoder keeps an incomplete last character to itself. */
const bytes: Cut = (text, max) =>
  text.length * 3 <= max
    ? text
    : new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(text).subarray(0, max), {
        stream: true,
      })

/** How many texts and entries of an event were cut or left out. */
type Cuts = { count: number }

function first<T>(cuts: Cuts, items: T[], max: number): T[] {
  if (items.length <= max) return items
  cuts.count += items.length - max
  return items.slice(0, max)
}

function text(cuts: Cuts, value: string, max: number, cut = characters): string {
  const whole = storable(value)
  const kept = cut(whole, max)
  if (kept.length < whole.length) cuts.count++
  return kept
}

/** The same object when all of it fits, as it mostly does. */
function texts(cuts: Cuts, map: Labels, max: number, cut = characters): Labels {
  const names = Object.keys(map)
  const isWhole = (value: string, max: number, cut: Cut) =>
    cut(value, max) === value && storable(value) === value
  const isFit = (name: string) => isWhole(name, LIMITS.name, characters) && isWhole(map[name] ?? '', max, cut)
  if (names.length <= LIMITS.entries && names.every(isFit)) return map
  return Object.fromEntries(
    first(cuts, names, LIMITS.entries).map((name) => [
      text(cuts, name, LIMITS.name),
      text(cuts, map[name] ?? '', max, cut),
    ]),
  )
}

function links(cuts: Cuts, all: Link[]): Link[] {
  const web = all.filter(({ href }) => /^https?:\/\//i.test(href))
  const short = web.filter(({ href }) => href.length <= LIMITS.href)
  cuts.count += web.length - short.length
  return first(cuts, short, LIMITS.links).map(({ href, text: name }) => ({
    href: storable(href),
    text: text(cuts, name, LIMITS.name),
  }))
}

/** Labels as far as they count: no empty values (Alertmanager drops them), none that the integration ignores. */
export function countedLabels(labels: Labels, { ignoredLabels = [] }: IntegrationConfig): Labels {
  const isCounted = (name: string) => labels[name] !== '' && !ignoredLabels.includes(name)
  const names = Object.keys(labels)
  return names.every(isCounted)
    ? labels
    : Object.fromEntries(names.filter(isCounted).map((name) => [name, labels[name] ?? '']))
}

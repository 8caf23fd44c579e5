import { hostRef } from './alertmanager-api.ts'
import { isRecord, kindOf, Refused, readScalar, readText, readTexts, readTime } from './event.fields.ts'
import type { AlertEvent, CiRef, IntegrationConfig, Link, ParsedBody } from './event.ts'
import { countedLabels, malformed, readEach, sha256, toEvent } from './event.ts'

const MOST_ITEMS = 1000

/**
 * Our own form: one alert or an array of at most 1000,
 * `{ dedup_key?, action? | status?, severity?, title, description?, labels?, annotations?, ci?, links?, timestamp?, starts_at?, ends_at?, expires_at? }`.
 * An item that does not fit is rejected with the field's name; fields we do not know are left alone.
 */
export function parseGeneric(body: unknown, now: Date, config: IntegrationConfig): ParsedBody {
  if (!isRecord(body) && !Array.isArray(body))
    return malformed(400, 400, `The body must be an alert or an array of alerts, not ${kindOf(body)}.`)
  const items: unknown[] = Array.isArray(body) ? body : [body]
  if (items.length > MOST_ITEMS)
    return malformed(
      400,
      400,
      `The body holds ${items.length} alerts; at most ${MOST_ITEMS} are taken at once.`,
    )
  return { kind: 'parsed', ...readEach(items, (item) => eventOf(item, now, config)) }
}

function eventOf(item: unknown, now: Date, config: IntegrationConfig): AlertEvent {
  if (!isRecord(item)) throw new Refused(`an alert must be an object, not ${kindOf(item)}`)
  const key = readScalar(item.dedup_key, 'dedup_key')
  const title = readScalar(item.title, 'title')
  const { action, startsAt, endsAt } = readSpan(item, now)
  // Whoever resolves by key need not repeat the title.
  if (title === '' && (key === '' || action === 'trigger')) throw new Refused('title is required')
  return toEvent(
    {
      dedupKey: key || identityOf(item),
      action,
      severity: readScalar(item.severity, 'severity') || null,
      title: title || key,
      description: readScalar(item.description, 'description'),
      labels: countedLabels(readTexts(item.labels, 'labels', readScalar), config),
      annotations: readTexts(item.annotations, 'annotations', readScalar),
      ciRef: readCi(item.ci),
      links: readLinks(item.links),
      startsAt,
      endsAt,
      expiresAt: readTime(item.expires_at, 'expires_at') ?? endsAt,
    },
    now,
    config,
  )
}

/** `timestamp` is when the message speaks of: the start of a trigger, the end of a resolve. */
function readSpan(item: Record<string, unknown>, now: Date) {
  const timestamp = readTime(item.timestamp, 'timestamp')
  const startsAt = readTime(item.starts_at, 'starts_at')
  const endsAt = readTime(item.ends_at, 'ends_at')
  if (startsAt && endsAt && endsAt < startsAt) throw new Refused('ends_at must not be before starts_at')
  const action = actionOf(item, endsAt, now)
  return action === 'trigger'
    ? { action, startsAt: startsAt ?? timestamp, endsAt }
    : { action, startsAt, endsAt: endsAt ?? timestamp }
}

const ACTIONS: Readonly<Record<AlertEvent['action'], string>> = {
  trigger: 'trigger triggered firing alerting problem open active',
  resolve: 'resolve resolved recovered recovery ok clear cleared close closed',
}

/** By `action`, else by `status`; without either an alert is over when its end has passed. */
function actionOf(item: Record<string, unknown>, endsAt: Date | null, now: Date): AlertEvent['action'] {
  const field = item.action == null ? 'status' : 'action'
  const word = readText(item[field], field).trim().toLowerCase()
  if (word === '') return endsAt && endsAt <= now ? 'resolve' : 'trigger'
  if (ACTIONS.trigger.split(' ').includes(word)) return 'trigger'
  if (ACTIONS.resolve.split(' ').includes(word)) return 'resolve'
  throw new Refused(`${field} must be trigger or resolve, not "${word}"`)
}

/** What differs between two messages about one problem: when, and whether it is still there. */
const VOLATILE = ['timestamp', 'starts_at', 'ends_at', 'expires_at', 'action', 'status']

/** Identity of an alert without a key: the hash of all it says apart from what is volatile. */
function identityOf(item: Record<string, unknown>): string {
  const lasting = Object.entries(item).filter(([field]) => !VOLATILE.includes(field))
  return `sha256:${sha256(canonical(Object.fromEntries(lasting), 32))}`
}

/** JSON with its keys sorted, to a depth that cannot exhaust the stack. */
function canonical(value: unknown, depth: number): string {
  if (depth === 0) throw new Refused('an alert without dedup_key must not be nested deeper than 32 levels')
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth - 1)).join()}]`
  if (!isRecord(value)) return JSON.stringify(value)
  const fields = Object.keys(value).sort()
  return `{${fields.map((field) => `${JSON.stringify(field)}:${canonical(value[field], depth - 1)}`).join()}}`
}

const CI_KINDS: readonly string[] = ['hostname', 'ip', 'fqdn', 'label', 'id'] satisfies CiRef['kind'][]
const isCiKind = (kind: string): kind is CiRef['kind'] => CI_KINDS.includes(kind)

/** `"db1.example.org"`, or `{ kind, value }`. */
function readCi(ci: unknown): CiRef | null {
  if (!isRecord(ci)) {
    const host = readScalar(ci, 'ci')
    return host === '' ? null : hostRef(host)
  }
  const kind = readText(ci.kind, 'ci.kind')
  const value = readScalar(ci.value, 'ci.value')
  if (!isCiKind(kind)) throw new Refused(`ci.kind must be one of ${CI_KINDS.join(', ')}, not "${kind}"`)
  if (value === '') throw new Refused('ci.value is required')
  return { kind, value }
}

function readLinks(links: unknown): Link[] {
  if (links == null) return []
  if (!Array.isArray(links)) throw new Refused(`links must be an array, not ${kindOf(links)}`)
  return links.map((link: unknown, index) => {
    if (!isRecord(link))
      throw new Refused(`links.${index} must be an object { href, text }, not ${kindOf(link)}`)
    const href = readText(link.href, `links.${index}.href`)
    if (!/^https?:\/\//i.test(href)) throw new Refused(`links.${index}.href must be an http or https URL`)
    return { href, text: readText(link.text, `links.${index}.text`) || href }
  })
}

import { isIP } from 'node:net'
import { isRecord, kindOf, Refused, readText, readTexts, readTime } from './event.fields.ts'
import type { AlertDraft, CiRef, IntegrationConfig, Labels, Link, ParsedBody } from './event.ts'
import { countedLabels, malformed, readEach, toEvent } from './event.ts'
import { fingerprint } from './fingerprint.ts'

/** The text of the link that carries an alert's `generatorURL`, for the way back to Alertmanager's form. */
export const SOURCE_LINK = 'Source'

/** What labels and annotations say to people, alike for every sender in Alertmanager's family. */
export function describeAlert(labels: Labels, annotations: Labels, generatorUrl: string) {
  const { summary, title, description, message, runbook_url: runbook, dashboard_url: dashboard } = annotations
  const links: Link[] = []
  if (generatorUrl) links.push({ text: SOURCE_LINK, href: generatorUrl })
  if (runbook) links.push({ text: 'Runbook', href: runbook })
  if (dashboard) links.push({ text: 'Dashboard', href: dashboard })
  return {
    title: summary || title || labels.alertname || nameOf(labels),
    description: description || message || '',
    severity: labels.severity || null,
    links,
    ciRef: ciOf(labels),
  } satisfies Partial<AlertDraft>
}

const nameOf = (labels: Labels) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')

function ciOf(labels: Labels): CiRef | null {
  const host = hostOf(labels.instance ?? '') || labels.host || labels.node
  if (host) return hostRef(host)
  return labels.pod ? { kind: 'label', value: `pod=${labels.pod}` } : null
}

export function hostRef(host: string): CiRef {
  if (isIP(host)) return { kind: 'ip', value: host }
  return { kind: host.includes('.') ? 'fqdn' : 'hostname', value: host }
}

/** The host of an `instance`: `host`, `host:port`, `[ipv6]:port`, or the URL that a blackbox probe asked for. */
function hostOf(instance: string): string {
  if (instance === '') return ''
  const [authority = ''] = instance.replace(/^[a-z]+:\/\//i, '').split('/')
  if (authority.startsWith('[')) return authority.slice(1).split(']')[0] ?? ''
  return isIP(authority) ? authority : authority.replace(/:\d+$/, '')
}

type Posted = {
  labels: Labels | null
  annotations: Labels
  startsAt: Date | null
  endsAt: Date | null
  generatorUrl: string
}

/** Alertmanager's answer to a body that is not the JSON it expects; also for one that is no JSON at all. */
export const unparsable = (why: string) =>
  malformed(400, 400, `parsing alerts body from "" failed, because ${why}`)

/**
 * `POST /api/v2/alerts`. A wrong type anywhere, a missing `labels` or a `generatorURL` that is none refuse the whole body,
 * as Alertmanager does; past that, each alert is taken or rejected on its own. A body of `undefined` is an empty one.
 */
export function parsePostedAlerts(body: unknown, now: Date, config: IntegrationConfig): ParsedBody {
  if (body === undefined) return malformed(422, 602, 'alerts in body is required')
  if (body !== null && !Array.isArray(body)) return unparsable(`${kindOf(body)} is not an array of alerts`)
  try {
    const posted = (body ?? []).map(readPosted)
    const unfit = posted.map(schemaError).find((error) => error !== null)
    return unfit ?? { kind: 'parsed', ...readEach(posted, (alert) => eventOf(alert, now, config)) }
  } catch (error) {
    if (error instanceof Refused) return unparsable(error.message)
    throw error
  }
}

/** What Alertmanager answers once the good alerts are stored: an empty 200, or a 400 with the reasons as one string. */
export const postedAnswer = (rejected: { reason: string }[]): { status: number; body: string | null } =>
  rejected.length === 0
    ? { status: 200, body: null }
    : { status: 400, body: rejected.map(({ reason }) => reason).join('\n') }

function readPosted(item: unknown, index: number): Posted {
  // Alertmanager breaks the connection over a null; here it is an alert without labels.
  const alert = item ?? {}
  if (!isRecord(alert)) throw new Refused(`alert ${index} must be an object, not ${kindOf(alert)}`)
  const at = (field: string) => `${index}.${field}`
  return {
    labels: alert.labels == null ? null : readTexts(alert.labels, at('labels'), readText),
    annotations: readTexts(alert.annotations, at('annotations'), readText),
    startsAt: readTime(alert.startsAt, at('startsAt')),
    endsAt: readTime(alert.endsAt, at('endsAt')),
    generatorUrl: readText(alert.generatorURL, at('generatorURL')),
  }
}

/** The two rules of Alertmanager's schema, with its codes; the first alert that breaks one is named. */
function schemaError({ labels, generatorUrl }: Posted, index: number) {
  if (generatorUrl !== '' && !isRequestUri(generatorUrl))
    return malformed(
      422,
      601,
      `${index}.generatorURL in body must be of type uri: ${JSON.stringify(generatorUrl.slice(0, 200))}`,
    )
  return labels === null ? malformed(422, 602, `${index}.labels in body is required`) : null
}

const SCHEME = String.raw`[a-z][a-z\d+.-]*:`
const USER = String.raw`[\w.~:!$&'()*+,;=%@-]*@`
const NAME = String.raw`[^\s#%/:?@[\\\]^{|}\x60]*`
const HOST = String.raw`(?:\[[^\]/?]*\](?::\d*)?|(?:${NAME}:)*\d*|${NAME})(?=[/?]|$)`
const REQUEST_URI = new RegExp(`^(?:/|${SCHEME}(?!//)|${SCHEME}//(?:${USER})?${HOST})`, 'i')

/** What most send, and certainly one: a host, a path without escapes, a query. */
const PLAIN_URL = /^https?:\/\/[\w.-]+(?::\d+)?\/[!$&-;=@-Z_a-z~]*(?:\?[ -~]*)?$/

/** What Go's `url.ParseRequestURI` takes: an absolute path or URI, which is more than the URL class does. */
function isRequestUri(text: string): boolean {
  if (PLAIN_URL.test(text)) return true
  const [path = ''] = text.split('?')
  // No authority is this long, and over millions of characters the expression runs out of stack.
  return (
    REQUEST_URI.test(text.slice(0, 4096)) &&
    !/%(?![\da-f]{2})/i.test(path) &&
    /^[\x20-\x7e\x80-\uffff]*$/.test(text)
  )
}

function eventOf(posted: Posted, now: Date, config: IntegrationConfig) {
  const { startsAt, endsAt, annotations } = posted
  const all = posted.labels ?? {}
  const labels = countedLabels(all, config)
  if (startsAt && (endsAt ?? timeout(now, config)) < startsAt)
    throw new Refused('start time must be before end time')
  if (Object.keys(labels).length === 0) throw new Refused('at least one label pair required')
  if ('' in labels) throw new Refused('invalid label set: invalid name ""')
  if ('' in annotations) throw new Refused('invalid annotations: invalid name ""')
  const isOver = endsAt !== null && endsAt <= now
  return toEvent(
    {
      ...describeAlert(all, annotations, posted.generatorUrl),
      dedupKey: fingerprint(labels),
      action: isOver ? 'resolve' : 'trigger',
      labels,
      annotations,
      startsAt,
      endsAt: isOver ? endsAt : null,
      expiresAt: endsAt ?? timeout(now, config),
    },
    now,
    config,
  )
}

const timeout = (now: Date, { resolveTimeoutSeconds }: IntegrationConfig) =>
  new Date(now.getTime() + resolveTimeoutSeconds * 1000)

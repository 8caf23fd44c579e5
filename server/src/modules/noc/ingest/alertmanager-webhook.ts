import { describeAlert } from './alertmanager-api.ts'
import { isRecord, kindOf, Refused, readScalar, readTexts, readTime } from './event.fields.ts'
import type { AdapterResult, AlertEvent, IntegrationConfig, Labels, Malformed } from './event.ts'
import { countedLabels, malformed, readEach, toEvent } from './event.ts'
import { fingerprint } from './fingerprint.ts'

/** `truncatedAlerts`: how many alerts of the group the sender left out, by its `max_alerts`. */
export type ParsedWebhook = ({ kind: 'parsed'; truncatedAlerts: number } & AdapterResult) | Malformed

type Group = {
  status: unknown
  key: string
  commonLabels: Labels
  commonAnnotations: Labels
}

/**
 * Alertmanager's webhook, version 4 and what resembles it (version 3, templated bodies, Grafana): one event per alert.
 * Only `alerts`, an array of objects with labels or a fingerprint, is needed; whatever else is missing has a default.
 */
export function parseWebhook(body: unknown, now: Date, config: IntegrationConfig): ParsedWebhook {
  if (!isRecord(body))
    return notWebhook(`the body must be an object with an array "alerts", not ${kindOf(body)}`)
  const { alerts, truncatedAlerts } = body
  if (alerts === undefined) return notWebhook('the array "alerts" is missing')
  if (!Array.isArray(alerts)) return notWebhook(`"alerts" must be an array, not ${kindOf(alerts)}`)
  try {
    const group = readGroup(body)
    return {
      kind: 'parsed',
      truncatedAlerts: typeof truncatedAlerts === 'number' ? truncatedAlerts : 0,
      ...readEach(alerts, (alert) => eventOf(alert, group, now, config)),
    }
  } catch (error) {
    if (error instanceof Refused) return notWebhook(error.message)
    throw error
  }
}

const notWebhook = (why: string) => malformed(400, 400, `This is no Alertmanager webhook: ${why}.`)

const readGroup = (body: Record<string, unknown>): Group => ({
  status: body.status,
  // A string since version 4, a number before.
  key: readScalar(body.groupKey, 'groupKey'),
  commonLabels: readTexts(body.commonLabels, 'commonLabels', readScalar),
  commonAnnotations: readTexts(body.commonAnnotations, 'commonAnnotations', readScalar),
})

function eventOf(alert: unknown, group: Group, now: Date, config: IntegrationConfig): AlertEvent {
  if (!isRecord(alert)) throw new Refused(`an alert must be an object, not ${kindOf(alert)}`)
  const own = readTexts(alert.labels, 'labels', readScalar)
  const annotations = {
    ...group.commonAnnotations,
    ...readTexts(alert.annotations, 'annotations', readScalar),
  }
  // Alertmanager repeats the common labels in each alert; others who speak its form do not.
  const labels = { ...group.commonLabels, ...own }
  const startsAt = readTimeOrNone(alert.startsAt)
  const endsAt = readTimeOrNone(alert.endsAt)
  const action = actionOf(alert.status, group.status, endsAt, now)
  return toEvent(
    {
      ...describeAlert(labels, annotations, typeof alert.generatorURL === 'string' ? alert.generatorURL : ''),
      dedupKey: identityOf(alert.fingerprint, own, labels, config),
      action,
      labels: countedLabels(labels, config),
      annotations,
      startsAt,
      endsAt,
      expiresAt: endsAt && endsAt > now ? endsAt : null,
      groupKey: group.key,
    },
    now,
    config,
  )
}

/** An unreadable time costs the time, not the alert: the sender would drop the whole group over a 4xx. */
function readTimeOrNone(value: unknown): Date | null {
  try {
    return readTime(value, 'time')
  } catch {
    return null
  }
}

function actionOf(own: unknown, ofGroup: unknown, endsAt: Date | null, now: Date): AlertEvent['action'] {
  const status = [own, ofGroup]
    .map((word) => (typeof word === 'string' ? word.toLowerCase() : ''))
    .find((word) => word === 'firing' || word === 'resolved')
  if (status) return status === 'resolved' ? 'resolve' : 'trigger'
  return endsAt && endsAt <= now ? 'resolve' : 'trigger'
}

/** The sender's fingerprint, unless it was made with labels that we ignore; else Alertmanager's over the alert's own labels. */
function identityOf(sent: unknown, own: Labels, all: Labels, config: IntegrationConfig): string {
  const ignores = (config.ignoredLabels ?? []).some((name) => Object.hasOwn(all, name))
  if (typeof sent === 'string' && /^[\da-f]{16}$/i.test(sent) && !ignores) return sent.toLowerCase()
  const counted = [own, all]
    .map((labels) => countedLabels(labels, config))
    .find((labels) => Object.keys(labels).length > 0)
  if (!counted) throw new Refused('labels or a fingerprint of 16 hex digits is required')
  return fingerprint(counted)
}

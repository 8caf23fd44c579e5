import type { paths } from '../../lib/api/schema.gen.ts'
import type { AlertSummary, Severity } from '../../lib/api/types.ts'
import type { Search } from '../../lib/url/search.ts'

/** Filters and ordering of one list, in the words of the API. */
export type AlertQuery = Omit<
  NonNullable<paths['/api/noc/alerts/']['get']['parameters']['query']>,
  'page' | 'page_size' | 'cursor'
>

export const severities = ['critical', 'high', 'warning', 'low', 'info'] as const satisfies Severity[]
export const severityRank = (severity: Severity) => severities.length - severities.indexOf(severity)

export const DEFAULT_ORDERING = '-severity,-starts_at'
/** What is not over: the console's own view, and the start of every day. */
export const ACTIVE = 'open,acknowledged'

type Value = string | number | null
interface Field {
  read: (alert: AlertSummary) => Value
  parse: (text: string) => Value
}

const word = (read: Field['read']): Field => ({ read, parse: (text) => text.trim().toLowerCase() })
const exact = (read: Field['read']): Field => ({ read, parse: (text) => text })
const number = (read: Field['read']): Field => ({ read, parse: Number })
const time = (read: (alert: AlertSummary) => string | null): Field => ({
  read: (alert) => (read(alert) === null ? null : Date.parse(read(alert) ?? '')),
  parse: (text) => Date.parse(text),
})

const fields: Record<string, Field> = {
  status: word(({ status }) => status),
  workflow: word(({ workflow }) => workflow),
  condition: word(({ condition }) => condition),
  severity: {
    read: ({ severity }) => severityRank(severity),
    parse: (text) => severityRank(text.trim().toLowerCase() as Severity),
  },
  title: exact(({ title }) => title),
  dedup_key: exact(({ dedup_key }) => dedup_key),
  integration_id: number(({ integration_id }) => integration_id),
  client_id: number(({ client_id }) => client_id),
  site_id: number(({ site_id }) => site_id),
  configuration_item_id: number(({ configuration_item_id }) => configuration_item_id),
  assignee_id: number(({ assignee_id }) => assignee_id),
  team_id: number(({ team_id }) => team_id),
  incident_id: number(({ incident_id }) => incident_id),
  occurrence_count: number(({ occurrence_count }) => occurrence_count),
  starts_at: time(({ starts_at }) => starts_at),
  last_seen_at: time(({ last_seen_at }) => last_seen_at),
  resolved_at: time(({ resolved_at }) => resolved_at),
  created_at: time(({ created_at }) => created_at),
}

type Test = (value: Value, text: string, parse: Field['parse']) => boolean

/** A missing value is neither more nor less than anything, as in SQL. */
const compared =
  (holds: (a: Value & {}, b: Value & {}) => boolean): Test =>
  (value, text, parse) => {
    const limit = parse(text)
    return value !== null && limit !== null && holds(value, limit)
  }

const tests: Record<string, Test> = {
  '': (value, text, parse) => value === parse(text),
  in: (value, text, parse) => text.split(',').some((each) => value === parse(each)),
  isnull: (value, text) => (value === null) === (text.toLowerCase() === 'true'),
  gte: compared((a, b) => a >= b),
  gt: compared((a, b) => a > b),
  lte: compared((a, b) => a <= b),
  lt: compared((a, b) => a < b),
  icontains: (value, text) => String(value).toLowerCase().includes(text.toLowerCase()),
}

function partsOf(key: string) {
  const [name = '', operator = ''] = key.split('__')
  return { field: Object.hasOwn(fields, name) ? fields[name] : undefined, test: tests[operator] }
}

export function isFilterKey(key: string): boolean {
  const { field, test } = partsOf(key)
  return key === 'search' || (field !== undefined && test !== undefined)
}

/** What of the address the API is asked: keys of others (`alert`, those of newer versions) stay behind. */
export function alertQueryOf(search: Search): AlertQuery {
  const asked = Object.entries(search).filter(([key, value]) => value && isFilterKey(key))
  const saysWhich = asked.some(([key]) => /^(workflow|status)(__|$)/.test(key))
  return {
    ...(saysWhich ? {} : { workflow__in: ACTIVE }),
    ...Object.fromEntries(asked),
    ordering: search.ordering || DEFAULT_ORDERING,
  }
}

/** Whether a record belongs to a list; undefined where only the server can say, as with full text. */
export function belongs(alert: AlertSummary, query: AlertQuery): boolean | undefined {
  let isCertain = true
  for (const [key, text] of Object.entries(query)) {
    if (key === 'ordering' || text === undefined) continue
    const { field, test } = partsOf(key)
    if (!field || !test) isCertain = false
    else if (!test(field.read(alert), String(text), field.parse)) return false
  }
  return isCertain || undefined
}

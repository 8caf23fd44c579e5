import { answerOf, api } from '../../lib/api/client.ts'
import type { Alert, Incident } from '../../lib/api/types.ts'
import type { Order, Verb } from './alert-verbs.ts'

/** What came of an order: the records that the server answered, or only their ids; the incident that it opened. */
export interface Done {
  records: readonly Alert[]
  incident?: Incident
  /** False: it had been done already, by somebody else. */
  hasChanged: boolean
}

type ByOne = Exclude<Verb, 'incident'>
const bulkNames: Partial<Record<Verb, 'acknowledge' | 'assign' | 'resolve'>> = {
  ack: 'acknowledge',
  assign: 'assign',
  resolve: 'resolve',
}
const MOST_AT_ONCE = 1000
const AT_A_TIME = 6

/** Sends an order: one alert through its own address, several in one transaction where the API has one for them. */
export async function carryOut({ verb, alerts, values = {} }: Order): Promise<Done> {
  const ids = alerts.map(({ id }) => id)
  const [only] = ids
  if (verb === 'incident') {
    const body = { ...values, alert_ids: ids }
    const incident = await answerOf(api.POST('/api/noc/incidents/', { body }))
    return { records: [], incident, hasChanged: true }
  }
  const action = bulkNames[verb]
  if (ids.length === 1 && only !== undefined) return doneWith([await sendOne(only, verb, values)])
  if (!action) return doneWith(await sendEach(ids, verb, values))
  for (const part of partsOf(ids, MOST_AT_ONCE))
    await api.POST('/api/noc/alerts/bulk-action/', { body: { ...values, alert_ids: part, action } })
  return { records: [], hasChanged: true }
}

const doneWith = (records: Alert[]): Done => ({
  records,
  hasChanged: records.some(({ changed }) => changed !== false),
})

/** The fields were asked for as the record demands them; the server checks them again. */
function sendOne(id: number, verb: ByOne, values: object): Promise<Alert> {
  return answerOf(api.POST(`/api/noc/alerts/{id}/${verb}/`, { params: { path: { id } }, body: values }))
}

async function sendEach(ids: number[], verb: ByOne, values: object): Promise<Alert[]> {
  const records: Alert[] = []
  for (const part of partsOf(ids, AT_A_TIME))
    records.push(...(await Promise.all(part.map((id) => sendOne(id, verb, values)))))
  return records
}

const partsOf = (ids: readonly number[], size: number) =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, part) => ids.slice(part * size, (part + 1) * size))

import { type RunningDemo, send } from './people.ts'

export interface PrometheusAlert {
  labels: Record<string, string>
  annotations: Record<string, string>
  generatorURL: string
}

const HOUR = 3_600_000
const BATCH = 64

/** Says to the Alertmanager dialect that these fire, as Prometheus would, 64 at a time. */
export async function fire(demo: RunningDemo, alerts: PrometheusAlert[], startsAt = new Date()) {
  const endsAt = new Date(Date.now() + HOUR)
  await post(demo, alerts, { startsAt, endsAt })
}

/** And that they are over. */
export async function recover(demo: RunningDemo, alerts: PrometheusAlert[]) {
  await post(demo, alerts, { endsAt: new Date() })
}

async function post({ url, integrations }: RunningDemo, alerts: PrometheusAlert[], times: object) {
  const { key } = integrations['Prometheus Backbone']
  for (let from = 0; from < alerts.length; from += BATCH) {
    const batch = alerts.slice(from, from + BATCH).map((alert) => ({ ...alert, ...times }))
    await send(url, 'POST', `/am/${key}/api/v2/alerts`, batch)
  }
}

/** Plain JSON, one alert. */
export async function tell({ url, integrations }: RunningDemo, alert: object) {
  const { key } = integrations['Checkmk Kundennetze']
  await send(url, 'POST', `/api/ingest/generic/${key}/`, alert)
}

/** Keeps quiet what fits the matchers, until then. */
export async function silence(
  { url, integrations }: RunningDemo,
  value: string,
  minutes: number,
  comment: string,
) {
  const { key } = integrations['Prometheus Backbone']
  const startsAt = new Date()
  const endsAt = new Date(startsAt.getTime() + minutes * 60_000)
  const matchers = [{ name: 'pop', value, isRegex: false, isEqual: true }]
  await send(url, 'POST', `/am/${key}/api/v2/silences`, {
    matchers,
    startsAt,
    endsAt,
    createdBy: 'mara.lindner',
    comment,
  })
}

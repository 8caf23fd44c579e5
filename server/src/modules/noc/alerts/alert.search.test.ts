import { expect, test } from 'vitest'
import { newSource } from '../../../../test/alerts.ts'
import { eventually, type TestTenant, unique, useTestServer } from '../../../../test/harness.ts'
import { systemContext } from '../../../platform/context.ts'
import { tidyAlerts } from './alert.upkeep.ts'

const server = useTestServer()

const found = async (text: string, { administrator }: TestTenant = server().tenant) =>
  (await administrator.get(`/api/noc/alerts/?search=${encodeURIComponent(text)}`)).body.count

/** The server tidies up by itself, too; whoever comes second finds nothing left. */
const indexed = ({ organizationId }: TestTenant = server().tenant) =>
  eventually('the words in the index', async () => {
    await tidyAlerts(server().door, systemContext(organizationId, 'test'))
    const waiting = 'select from search.unindexed where organization_id = $1'
    return (await server().sql(waiting, [organizationId])).length === 0
  })

/** Alerts whose words wait, since nobody who would index them hears of it. */
async function openUnheard({ organizationId }: TestTenant, integrationId: number, titles: string[]) {
  await server().sql(
    `insert into app.alerts (organization_id, integration_id, dedup_key, title, severity, condition, workflow, labels,
       starts_at, latest_starts_at, last_seen_at)
     select $1, $2, md5(title), title, 'warning', 'firing', 'open', jsonb_build_object('said', title), now(), now(), now()
     from unnest($3::text[]) title`,
    [organizationId, integrationId, titles],
  )
}

test('a search finds an alert at once and ever after: while its words wait, once they are indexed, when they change', async () => {
  const source = await newSource(server())
  const [word, later] = [unique('zebra').replace('-', ''), unique('okapi').replace('-', '')]
  const alert = { labels: { alertname: 'Striped' }, annotations: { summary: word } }
  await source.push(alert)
  expect(await found(word)).toBe(1)
  await indexed()
  expect(await found(word)).toBe(1)
  await source.push({ ...alert, annotations: { summary: later } })
  expect(await found(later)).toBe(1)
  await indexed()
  expect([await found(word), await found(later)]).toEqual([0, 1])
})

test('in a storm, a search looks through every alert that waits to be indexed, however many there are', async () => {
  const tenant = await server().newTenant()
  const { id } = await newSource(server(), tenant)
  await openUnheard(tenant, id, ['The first: quagga'])
  for (let batch = 0; batch < 5; batch++)
    await openUnheard(
      tenant,
      id,
      Array.from({ length: 1000 }, (_, item) => `Link ${batch}-${item} down`),
    )
  expect([await found('quagga', tenant), await found('link down', tenant)]).toEqual([1, 5000])
  await indexed(tenant)
  expect([await found('quagga', tenant), await found('link down', tenant)]).toEqual([1, 5000])
})

test('whether an alert waits or is indexed makes no difference to what finds it', async () => {
  const tenant = await server().newTenant()
  const { id } = await newSource(server(), tenant)
  const titles = [
    'ÜBERLAST auf web-01.example.org:9100',
    'Says "quoted" and C:\\temp\\new\tafter a tab',
    'Hash 7e12ab in 1e5abc, 12.5x of /var/log_old',
    '100% of a_b',
  ]
  const asked = [
    'über',
    'Überlast web',
    '9100',
    'quot',
    'temp new',
    'after',
    'ew',
    '7e12ab',
    'ab',
    'abc 5x',
    'log old',
  ]
  const answers = () => Promise.all([...asked, 'erlast', '%', '100 a b'].map((text) => found(text, tenant)))
  await openUnheard(tenant, id, titles)
  const waiting = await answers()
  await indexed(tenant)
  expect(waiting).toEqual(await answers())
  expect(waiting.slice(0, 4)).toEqual([1, 1, 1, 1])
})

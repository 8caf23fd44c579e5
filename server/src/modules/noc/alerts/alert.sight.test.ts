import { beforeAll, expect, test } from 'vitest'
import { newSource, openAlert } from '../../../../test/alerts.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import { eventually, type Person, unique, useTestServer } from '../../../../test/harness.ts'
import { expectSight, lookThrough } from '../../../../test/sight.ts'
import { alerts } from './alert.schema.ts'

const server = useTestServer()
const word = unique('sighted').replace('-', '')
let limited: Person
let agent: Person
const mine: number[] = []
const hidden: number[] = []

beforeAll(async () => {
  const { tenant } = server()
  const client = async () =>
    (await tenant.administrator.post('/api/noc/clients/', { name: unique('Client') })).body.id as number
  const [own, other] = [await client(), await client()]
  agent = await tenant.person('agent')
  limited = await tenant.limitedPerson([own], 'noc_operator')
  for (const [client_id, ids] of [
    [own, mine],
    [other, hidden],
    [null, hidden],
  ] as const) {
    const source = await newSource(server(), tenant, { client_id })
    for (const severity of ['critical', 'warning'])
      ids.push((await openAlert(server(), source, { severity, alertname: `${word} ${unique('alert')}` })).id)
  }
  // Words of new alerts are indexed shortly after the alerts.
  await eventually(
    'the words of the alerts',
    async () => (await agent.get(`${alerts.path}/?search=${word}`)).body.count === 6,
  )
})

test('an operator limited to a client, and one who is not, see the same alerts in every channel', async () => {
  const all = [...mine, ...hidden]
  const touch = async () => {
    for (const id of all) await agent.post(`${alerts.path}/${id}/escalate/`, { reason: 'Touched' })
  }
  const looking = { ...alerts, search: word, ids: all, below: ['timeline/'], touch }
  expectSight(await lookThrough(limited, looking), mine)
  expectSight(await lookThrough(agent, looking), all)
})

test('the figures above the console count what the list shows', async () => {
  for (const [person, open] of [
    [limited, mine.length],
    [agent, mine.length + hidden.length],
  ] as const) {
    const { body } = await person.get(`${alerts.path}/counts/`)
    expect(body).toMatchObject({ open, by_severity: { critical: open / 2, warning: open / 2 } })
  }
})

test('what is out of sight is acted on in no way: alone, among many, as an incident', async () => {
  for (const id of hidden) {
    expectProblem(await limited.post(`${alerts.path}/${id}/ack/`), 404)
    const alert_ids = [...mine, id]
    expectProblem(
      await limited.post(`${alerts.path}/bulk-action/`, { alert_ids, action: 'acknowledge' }),
      409,
    )
    expectProblem(await limited.post('/api/noc/incidents/', { alert_ids }), 422, 'alert_ids')
  }
  const seen = (await limited.get(`${alerts.path}/`)).body.results
  expect(seen.map(({ workflow }: { workflow: string }) => workflow)).toEqual(['open', 'open'])
})

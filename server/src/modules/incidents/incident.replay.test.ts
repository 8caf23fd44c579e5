import { beforeAll, expect, test } from 'vitest'
import type { Answer } from '../../../test/client.ts'
import { type Person, useTestServer } from '../../../test/harness.ts'
import { fromNow, incidentDesk } from '../../../test/incidents.ts'
import { expectReplayable } from '../../../test/replay.ts'
import { clientOf, itemOf, teamOf } from '../../../test/samples.ts'
import { incidentComments } from './comments/comment.schema.ts'
import { sweepIncidents } from './incident.jobs.ts'
import { incidentLifecycle } from './incident.lifecycle.ts'
import { incidents } from './incident.schema.ts'
import { incidentLinks } from './links/incident-link.schema.ts'
import { majorLifecycle } from './major/major-incident.lifecycle.ts'
import { priorityLifecycle } from './priority/priority.lifecycle.ts'
import { incidentWorkarounds } from './workarounds/workaround.schema.ts'

const server = useTestServer()
const desk = incidentDesk(server)
const STEPS = 250
const SEED = Number(process.env.REPLAY_SEED ?? 20_261_120)

let people: Person[]
let places: { client_id: number; configuration_item_id: number; team_id: number }
beforeAll(async () => {
  const { tenant } = server()
  people = [tenant.administrator, await tenant.person('manager'), await tenant.person('end_user')]
  places = {
    client_id: await clientOf(tenant),
    configuration_item_id: await itemOf(tenant),
    team_id: await teamOf(tenant),
  }
})

/** The same numbers for the same seed. */
function dice(seed: number) {
  let state = seed >>> 0
  const roll = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return <T>(choices: readonly T[]) => choices[Math.floor(roll() * choices.length)] as T
}

test('whatever people do with incidents in whatever order, the ledger replayed gives the incidents', async () => {
  const pick = dice(SEED)
  const [admin] = people as [Person]
  const ids: number[] = []
  for (let n = 0; n < 6; n++) ids.push((await desk.report({}, pick(people))).id)

  const anyone = () => pick([...people.map(({ userId }) => userId), null])
  const words = () => pick(['one', 'two', 'three'])
  const changes = (): object =>
    pick<object>([
      { title: words() },
      { description: words(), channel: pick(['phone', 'mail']) },
      { impact: pick([1, 2, 3]), urgency: pick([1, 2, 3]) },
      { affected_users: pick([null, 5, 50, 500]) },
      { requester_id: anyone() },
      { client_id: pick([null, places.client_id]) },
      { configuration_item_id: pick([null, places.configuration_item_id]) },
      { parent_id: pick([null, ...ids]) },
      { assignee_id: null },
      { team_id: null, resolved_at: fromNow(server(), -60_000) },
    ])
  const inputs: Record<string, () => object> = {
    assign: () => ({ assignee_id: anyone(), team_id: pick([null, places.team_id]), comment: words() }),
    hold: () => ({
      hold_reason: pick(['awaiting_caller', 'awaiting_vendor', 'scheduled', 'awaiting_change']),
      hold_until: fromNow(server(), pick([60_000, 3_600_000])),
      change_reference: pick(['CHG-1', 'CHG-2']),
      comment: words(),
    }),
    escalate: () => ({
      reason: words(),
      kind: pick(['functional', 'hierarchical']),
      user_id: pick(people).userId,
    }),
    resolve: () => ({ resolution_code: pick(['fixed', 'Workaround']), resolution_notes: words() }),
    reopen: () => ({ reason: words() }),
    cancel: () => ({ reason: words(), duplicate_of_id: pick([null, ...ids]) }),
    override_priority: () => ({ priority: pick([1, 2, 3, 4, 5]), reason: words() }),
    propose_major: () => ({ reason: words() }),
    accept_major: () => ({
      commander_id: admin.userId,
      communication_audience: words(),
      communication_cadence_minutes: pick([30, 60]),
    }),
    reject_major: () => ({ reason: words() }),
    plan_major: () => ({
      bridge_url: pick([null, 'https://bridge.example.org']),
      communication_audience: words(),
    }),
    communicate_major: () => ({ message: words() }),
    review_major: () => ({ summary: words(), lessons: words() }),
    add_comment: () => ({ body: words(), visibility: pick(['public', 'internal']) }),
  }
  // Cancelling and reaching the end are rarer than what goes on before them.
  const actions = [incidentLifecycle, priorityLifecycle, majorLifecycle]
    .flatMap((lifecycle) => Object.keys(lifecycle.actions))
    .filter((name) => name !== 'cancel')
    .flatMap((name) => (name === 'close' ? [name] : [name, name]))
    .concat('cancel', 'follow_up', 'add_comment', 'add_comment')

  const linking = (id: number): object => ({
    incident_id: id,
    linked_incident_id: pick(ids),
    type: pick(['related_to', 'caused_by']),
  })
  const step = async (): Promise<Answer | undefined> => {
    const [id, by] = [pick(ids), pick(people)]
    const at = `${incidents.path}/${id}/`
    const kind = pick(['act', 'act', 'act', 'change', 'change', 'link', 'around', 'delete', 'time'])
    if (kind === 'change') return by.patch(at, changes())
    if (kind === 'link') return by.post(`${incidentLinks.path}/`, linking(id))
    if (kind === 'around')
      return by.post(`${incidentWorkarounds.path}/`, { incident_id: id, steps: words(), outcome: 'worked' })
    if (kind === 'delete') {
      await admin.delete(at)
      return admin.post(`${at}restore/`)
    }
    if (kind === 'time') {
      server().clock.advance({ minutes: leaps.pop() ?? pick([1, 30]) })
      await sweepIncidents({ door: server().door })
      return
    }
    const action = pick(actions)
    return by.post(`${at}${action}/`, inputs[action]?.() ?? {})
  }

  // Far enough for resolved incidents to close by themselves, and no further than the ledger has partitions.
  const leaps = [8, 8, 8, 8].map((days) => days * 24 * 60)
  const done: string[] = []
  for (let n = 0; n < STEPS; n++) {
    const answer = await step()
    expect(answer?.status ?? 200, `seed ${SEED}: ${JSON.stringify(answer?.body)}`).toBeLessThan(500)
    if (n % 25 === 24) ids.push((await desk.report({}, pick(people))).id)
  }
  for (const id of ids) done.push(...(await desk.events(id)))
  expect(new Set(done).size, 'the walk goes far').toBeGreaterThan(14)
  for (const resource of [incidents, incidentComments, incidentLinks, incidentWorkarounds])
    await expectReplayable(server(), resource)
}, 60_000)

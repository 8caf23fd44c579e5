import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { type Person, unique, useTestServer } from '../../../../test/harness.ts'
import { assessPriority, DEFAULT_RULES, type Level } from './incident.priority.ts'

const server = useTestServer()
const url = '/api/v1/incidents/'
let administrator: Person
let vip: Person
const items: Record<string, number> = {}
beforeAll(async () => {
  const { tenant } = server()
  administrator = tenant.administrator
  vip = await tenant.person('end_user')
  await administrator.patch(`/api/v1/users/${vip.userId}/`, { is_vip: true })
  for (const criticality of ['high', 'medium', 'low', null]) {
    const body = { name: unique('Item'), ...(criticality ? { criticality } : {}) }
    const answer = await administrator.post('/api/v1/configuration-items/', body)
    expect(answer.body.criticality, 'not rated unless somebody does').toBe(criticality)
    items[String(criticality)] = answer.body.id
  }
})

const report = async (fields: object = {}, by = administrator) => {
  const { status, body } = await by.post(url, { title: unique('Incident'), ...fields })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const patch = (id: number, body: object) => administrator.patch(`${url}${id}/`, body)
const act = (id: number, action: string, body: object = {}, by = administrator) =>
  by.post(`${url}${id}/${action}/`, body)

/** The rules written down a second time: what is said, what raises it, and where it ends. Nothing here is computed. */
const IMPACT: Record<string, Record<string, [number, number, number]>> = {
  // by what is known of the item, then of the users: where impact 1, 2, 3 as stated ends
  none: { none: [1, 2, 3], few: [1, 2, 3], some: [1, 2, 2], many: [1, 1, 1] },
  null: { none: [1, 2, 3], few: [1, 2, 3], some: [1, 2, 2], many: [1, 1, 1] },
  low: { none: [1, 2, 3], few: [1, 2, 3], some: [1, 2, 2], many: [1, 1, 1] },
  medium: { none: [1, 2, 2], few: [1, 2, 2], some: [1, 2, 2], many: [1, 1, 1] },
  high: { none: [1, 1, 1], few: [1, 1, 1], some: [1, 1, 1], many: [1, 1, 1] },
}
const URGENCY = { plain: [1, 2, 3], raised: [1, 1, 2] }
const PRIORITY = ['P11=1 P12=2 P13=3', 'P21=2 P22=3 P23=4', 'P31=3 P32=4 P33=5'].join(' ')
const USERS = { none: [null], few: [0, 1, 9], some: [10, 99], many: [100, 1_000_000] } as const

function oracle(impact: number, urgency: number, item: string, users: string, isVip: boolean) {
  const effective_impact = IMPACT[item]?.[users]?.[impact - 1]
  const effective_urgency = URGENCY[isVip || item === 'high' ? 'raised' : 'plain'][urgency - 1]
  const cell = new RegExp(`P${effective_impact}${effective_urgency}=(\\d)`).exec(PRIORITY)
  return { effective_impact, effective_urgency, priority: Number(cell?.[1]) }
}

const level = fc.constantFrom(1, 2, 3)
const known = fc.record({
  impact: level,
  urgency: level,
  item: fc.constantFrom(...Object.keys(IMPACT)),
  users: fc.constantFrom(...(Object.keys(USERS) as (keyof typeof USERS)[])),
  isVip: fc.boolean(),
})

const affected = (users: keyof typeof USERS) => fc.constantFrom(...USERS[users])
const known_with_users = known.chain((facts) => affected(facts.users).map((count) => ({ ...facts, count })))

test('the priority is what the tables say, for every impact, urgency, item, number of users and requester', () => {
  for (const impact of [1, 2, 3] as const)
    for (const urgency of [1, 2, 3] as const)
      for (const item of Object.keys(IMPACT))
        for (const [users, counts] of Object.entries(USERS))
          for (const affected_users of counts)
            for (const is_vip of [true, false]) {
              const criticality = ['none', 'null'].includes(item) ? null : item
              const facts = { impact, urgency, affected_users, is_vip, criticality }
              const found = assessPriority(facts, DEFAULT_RULES)
              const { effective_impact, effective_urgency, priority } = oracle(
                impact,
                urgency,
                item,
                users,
                is_vip,
              )
              expect({ ...found, reasons: [] }, JSON.stringify(facts)).toEqual({
                impact: effective_impact,
                urgency: effective_urgency,
                priority,
                reasons: [],
              })
              expectChain(found.reasons, { impact, urgency }, found)
            }
})

/** Each reason begins where the one before it has ended, and the last ones are the outcome. */
function expectChain(
  reasons: { field: string; from: number | null; to: number }[],
  { impact, urgency }: { impact: number; urgency: number },
  end: { impact: Level | number; urgency: Level | number; priority: number },
) {
  const at: Record<string, number | null> = { impact, urgency, priority: null }
  for (const { field, from, to } of reasons) {
    expect(from).toBe(at[field])
    at[field] = to
  }
  expect(at).toEqual({ impact: end.impact, urgency: end.urgency, priority: end.priority })
}

test('so it is for what is reported, and for what is changed from anything to anything', async () => {
  await fc.assert(
    fc.asyncProperty(known_with_users, known_with_users, async (before, after) => {
      const bodyOf = ({ impact, urgency, item, count, isVip }: typeof before) => ({
        impact,
        urgency,
        affected_users: count,
        configuration_item_id: items[item] ?? null,
        requester_id: isVip ? vip.userId : administrator.userId,
      })
      const expected = ({ impact, urgency, item, users, isVip }: typeof before) => ({
        impact,
        urgency,
        ...oracle(impact, urgency, item, users, isVip),
      })
      const reported = await report(bodyOf(before))
      expect(reported).toMatchObject(expected(before))
      const changed = (await patch(reported.id, bodyOf(after))).body
      expect(changed).toMatchObject(expected(after))
      expectChain(changed.priority_reasons, after, {
        impact: changed.effective_impact,
        urgency: changed.effective_urgency,
        priority: changed.priority,
      })
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('the record says why: rule, field, from, to and what the rule looked at', async () => {
  const body = {
    impact: 3,
    urgency: 3,
    affected_users: 250,
    configuration_item_id: items.medium,
    requester_id: vip.userId,
  }
  expect(await report(body)).toMatchObject({
    is_vip: true,
    priority_source: 'matrix',
    priority_reasons: [
      { rule: 'item_criticality', field: 'impact', from: 3, to: 2, input: 'medium' },
      { rule: 'affected_users', field: 'impact', from: 2, to: 1, input: '250' },
      { rule: 'vip_requester', field: 'urgency', from: 3, to: 2, input: 'vip' },
      { rule: 'matrix', field: 'priority', from: null, to: 2, input: '1/2' },
    ],
  })
})

test('a rule that is switched off raises nothing', async () => {
  const tenant = await server().newTenant()
  const { cells } = (await tenant.administrator.get('/api/v1/priority-matrix/')).body
  const off = { raises_for_vip: false, raises_for_critical_item: false }
  await tenant.administrator.put('/api/v1/priority-matrix/', {
    cells,
    ...off,
    medium_impact_users: null,
    high_impact_users: null,
  })
  await tenant.administrator.patch(`/api/v1/users/${tenant.administrator.userId}/`, { is_vip: true })
  const item = { name: unique('Item'), criticality: 'high' }
  const { id } = (await tenant.administrator.post('/api/v1/configuration-items/', item)).body
  const quiet = { title: 'x', impact: 3, urgency: 3 }
  const many = await tenant.administrator.post(url, { ...quiet, affected_users: 5000 })
  expect(many.body).toMatchObject({ effective_impact: 3, effective_urgency: 3, priority: 5 })
  const critical = await tenant.administrator.post(url, { ...quiet, configuration_item_id: id })
  expect(critical.body, 'what an item is for the business stays an impact').toMatchObject({
    effective_impact: 1,
    effective_urgency: 3,
  })
})

test('whoever reports states the urgency; impact and number of users are refused by name', async () => {
  const incident = await report({ urgency: 1 }, vip)
  expect(incident).toMatchObject({ impact: 2, urgency: 1, priority: 2 })
  for (const field of ['impact', 'affected_users'])
    expectProblem(await vip.post(url, { title: 'x', [field]: 1 }), 422, field)
})

test('who may set a priority by hand says why; the matrix waits until it is given back', async () => {
  const manager = await server().tenant.person('manager')
  const { id } = await report({ impact: 3, urgency: 3 })
  const set = await act(id, 'override_priority', { priority: 2, reason: 'The board is watching' }, manager)
  const override = { rule: 'override', field: 'priority', from: 5, to: 2, input: 'The board is watching' }
  expect(set.body).toMatchObject({
    priority: 2,
    priority_source: 'manual',
    changed: true,
    effective_impact: 3,
  })
  expect(set.body.priority_reasons.at(-1)).toEqual(override)
  expect(set.body.actions).toContainEqual({ action: 'reset_priority', requires: [] })

  const raised = (await patch(id, { impact: 2, urgency: 2 })).body
  expect(raised).toMatchObject({ priority: 2, priority_source: 'manual', effective_impact: 2 })
  expect(raised.priority_reasons.slice(-2)).toEqual([
    { rule: 'matrix', field: 'priority', from: null, to: 3, input: '2/2' },
    { ...override, from: 3 },
  ])
  const again = await act(id, 'override_priority', { priority: 2, reason: 'again' }, manager)
  expect(again.body).toMatchObject({ changed: false, version: raised.version })

  const reset = await act(id, 'reset_priority', { reason: 'The board sleeps' }, manager)
  expect(reset.body).toMatchObject({ priority: 3, priority_source: 'matrix', changed: true })
  expect(reset.body.priority_reasons.map(({ rule }: { rule: string }) => rule)).toEqual(['matrix'])
  expect((await act(id, 'reset_priority', {}, manager)).body.changed).toBe(false)

  const events = (await server().ledger('incident', id)).map(({ event, after }) => [event, after?.reason])
  expect(events).toEqual([
    ['incident.created', undefined],
    ['incident.priority_overridden', 'The board is watching'],
    ['incident.updated', undefined],
    ['incident.priority_reset', 'The board sleeps'],
  ])
})

test('setting a priority by hand needs its permission, a reason, and an open incident', async () => {
  const agent = await server().tenant.person('agent')
  const incident = await report({}, agent)
  expect(incident.actions.map(({ action }: { action: string }) => action)).not.toContain('override_priority')
  const body = { priority: 1, reason: 'x' }
  expectProblem(await act(incident.id, 'override_priority', body, agent), 403)
  expectProblem(await act(incident.id, 'reset_priority', {}, agent), 403)
  expectProblem(await act(incident.id, 'override_priority', { priority: 1 }), 422, 'reason')
  expectProblem(await act(incident.id, 'override_priority', { reason: 'x' }), 422, 'priority')
  expectProblem(await act(incident.id, 'override_priority', { priority: 6, reason: 'x' }), 400, 'priority')
  await act(incident.id, 'cancel', { reason: 'x' })
  expectProblem(await act(incident.id, 'override_priority', body), 409)
})

test('the reason of an override is the staff’s own', async () => {
  const { id } = await report({ requester_id: vip.userId })
  await act(id, 'override_priority', { priority: 1, reason: 'They complain a lot' })
  const { body } = await vip.get(`${url}${id}/`)
  expect(body).toMatchObject({ priority: 1, priority_source: 'manual' })
  expect(body.priority_reasons).toEqual([])
  expect(JSON.stringify((await vip.get(`${url}${id}/timeline/`)).body)).not.toMatch(/complain/)
})

test('a change that the rules do not look at neither recomputes nor writes down the grounds', async () => {
  const { id } = await report({ requester_id: vip.userId })
  await administrator.patch(`/api/v1/users/${vip.userId}/`, { is_vip: false })
  const renamed = (await patch(id, { title: 'Other words' })).body
  await administrator.patch(`/api/v1/users/${vip.userId}/`, { is_vip: true })
  expect(renamed).toMatchObject({ is_vip: false, effective_urgency: 1 })
  const last = (await server().ledger('incident', id)).at(-1)
  expect(Object.keys(last?.after ?? {})).toEqual(['title'])
})

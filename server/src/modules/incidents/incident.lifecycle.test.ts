import { describe, expect, test } from 'vitest'
import { expectProblem } from '../../../test/contract/world.ts'
import { unique, useTestServer } from '../../../test/harness.ts'
import { teamOf } from '../../../test/samples.ts'
import type { IncidentAction, IncidentStatus } from './incident.lifecycle.ts'

const server = useTestServer()

const STATUSES: IncidentStatus[] = ['new', 'in_progress', 'on_hold', 'resolved', 'closed', 'cancelled']

/** Where each action leads from each status in which it is possible. */
const LEADS: Record<IncidentAction, Partial<Record<IncidentStatus, IncidentStatus>>> = {
  acknowledge: { new: 'in_progress', in_progress: 'in_progress' },
  assign: { new: 'in_progress', in_progress: 'in_progress', on_hold: 'on_hold' },
  hold: { in_progress: 'on_hold' },
  resume: { on_hold: 'in_progress' },
  escalate: { new: 'new', in_progress: 'in_progress', on_hold: 'on_hold' },
  resolve: { new: 'resolved', in_progress: 'resolved', on_hold: 'resolved' },
  close: { resolved: 'closed' },
  reopen: { resolved: 'in_progress' },
  cancel: { new: 'cancelled', in_progress: 'cancelled', on_hold: 'cancelled' },
}
const ACTIONS = Object.keys(LEADS) as IncidentAction[]

/** The status that shows an action to have taken effect, so that a repeat changes nothing. */
const TAKEN: Partial<Record<IncidentAction, IncidentStatus>> = {
  hold: 'on_hold',
  resolve: 'resolved',
  close: 'closed',
  cancel: 'cancelled',
}

const REQUIRED: Partial<Record<IncidentAction, Record<string, unknown>>> = {
  hold: { hold_reason: 'awaiting_vendor' },
  escalate: { reason: 'It takes too long' },
  resolve: { resolution_code: 'fixed', resolution_notes: 'Changed the cable' },
  reopen: { reason: 'It is back' },
  cancel: { reason: 'Entered twice' },
}

/** One of a list: something else, be it blank, does not fit the schema. */
const WORDS = ['hold_reason', 'resolution_code']

const bodyOf = async (action: IncidentAction) => ({
  ...(action === 'assign' || action === 'escalate' ? { team_id: await teamOf(server().tenant) } : {}),
  ...REQUIRED[action],
})

const WAY: Record<IncidentStatus, IncidentAction[]> = {
  new: [],
  in_progress: ['assign'],
  on_hold: ['assign', 'hold'],
  resolved: ['resolve'],
  closed: ['resolve', 'close'],
  cancelled: ['cancel'],
}

const perform = (id: number, action: IncidentAction, body: object) =>
  server().tenant.administrator.post(`/api/v1/incidents/${id}/${action}/`, body)

async function incidentIn(status: IncidentStatus) {
  const created = await server().tenant.administrator.post('/api/v1/incidents/', {
    title: unique('Incident'),
  })
  let incident = created.body
  const assignee_id = server().tenant.administrator.userId
  for (const action of WAY[status]) {
    const body = action === 'assign' ? { assignee_id } : await bodyOf(action)
    incident = (await perform(incident.id, action, body)).body
  }
  expect(incident.status).toBe(status)
  return incident
}

describe.each(STATUSES)('an incident that is %s', (status) => {
  test('offers the actions that are possible, with the fields they demand', async () => {
    const { actions } = await incidentIn(status)
    const possible = ACTIONS.filter((action) => LEADS[action][status])
    const ofLifecycle = actions.filter(({ action }: { action: string }) => action in LEADS)
    const always = ofLifecycle.map(({ action, requires }: (typeof ofLifecycle)[number]) => ({
      action,
      requires,
    }))
    expect(always).toEqual(
      possible.map((action) => ({ action, requires: Object.keys(REQUIRED[action] ?? {}) })),
    )
  })

  test.each(ACTIONS)('%s leads where the table says, or is a conflict', async (action) => {
    const before = await incidentIn(status)
    const { status: code, body, headers } = await perform(before.id, action, await bodyOf(action))
    const to = LEADS[action][status]
    if (to) {
      expect({ code, status: body.status, changed: body.changed }).toEqual({
        code: 200,
        status: to,
        changed: true,
      })
      expect(body.version).toBe(before.version + 1)
      expect(headers.get('etag')).toBe(`"v${body.version}"`)
    } else if (TAKEN[action] === status) {
      expect({ code, status: body.status, changed: body.changed }).toEqual({
        code: 200,
        status,
        changed: false,
      })
      expect(body.version).toBe(before.version)
    } else {
      expect(code).toBe(409)
      expect(body.detail).toContain(status)
    }
  })
})

test.each(Object.entries(REQUIRED))(
  '%s without what it demands is a 422 that names each field',
  async (action, whole) => {
    const from = action === 'reopen' ? 'resolved' : 'in_progress'
    const { id } = await incidentIn(from)
    for (const field of Object.keys(whole)) {
      const { [field]: _, ...rest } = whole
      for (const body of [rest, { ...rest, [field]: '   ' }, { ...rest, [field]: '' }]) {
        const answer = await perform(id, action as IncidentAction, body)
        if (WORDS.includes(field) && field in body) expectProblem(answer, 400, field)
        else {
          expectProblem(answer, 422, field)
          expect(answer.body).toMatchObject({ code: 'required', errors: [{ field, code: 'required' }] })
        }
      }
      expectProblem(await perform(id, action as IncidentAction, { ...whole, [field]: 1 }), 400, field)
    }
    expectProblem(await perform(id, action as IncidentAction, { ...whole, nope: 1 }), 400, 'nope')
  },
)

test('to assign, a person or a team is needed, and they must exist', async () => {
  const { id } = await incidentIn('new')
  expectProblem(await perform(id, 'assign', {}), 422, 'assignee_id')
  expectProblem(await perform(id, 'assign', { team_id: 987_654_321 }), 422, 'team_id')
  const stranger = (await server().newTenant()).administrator
  expectProblem(await perform(id, 'assign', { assignee_id: stranger.userId }), 422, 'assignee_id')
})

test('handing over work in progress is counted, assigning the first time is not', async () => {
  const { administrator } = server().tenant
  const { id } = await incidentIn('new')
  const first = await perform(id, 'assign', { assignee_id: administrator.userId })
  expect(first.body).toMatchObject({ reassignment_count: 0, assignee: { id: administrator.userId } })
  const team_id = await teamOf(server().tenant)
  const second = await perform(id, 'assign', { team_id })
  expect(second.body).toMatchObject({
    reassignment_count: 1,
    team: { id: team_id },
    assignee_id: administrator.userId,
  })
  expect((await perform(id, 'assign', { team_id })).body).toMatchObject({
    changed: false,
    reassignment_count: 1,
  })
})

test('the first acknowledgement counts', async () => {
  const { id } = await incidentIn('new')
  const { acknowledged_at } = (await perform(id, 'acknowledge', {})).body
  expect(acknowledged_at).not.toBeNull()
  expect((await perform(id, 'acknowledge', {})).body).toMatchObject({ changed: false, acknowledged_at })
})

test('a hold keeps its reason, in lower case, until work resumes', async () => {
  const { id } = await incidentIn('in_progress')
  const hold_until = '2030-01-02T03:04:05.000Z'
  const held = await perform(id, 'hold', { hold_reason: 'Awaiting_VENDOR', hold_until })
  expect(held.body).toMatchObject({ hold_reason: 'awaiting_vendor', hold_until, status_category: 'hold' })
  expect((await perform(id, 'resume', {})).body).toMatchObject({ hold_reason: null, hold_until: null })
})

test('resolving says who, when and how; reopening takes it back and is counted', async () => {
  const { administrator } = server().tenant
  const resolved = await incidentIn('resolved')
  expect(resolved).toMatchObject({ ...REQUIRED.resolve, resolved_by: administrator.userId, reopen_count: 0 })
  expect(resolved.resolved_at).not.toBeNull()
  const reopened = await perform(resolved.id, 'reopen', { reason: 'It is back' })
  const cleared = { resolution_code: null, resolution_notes: null, resolved_at: null, resolved_by: null }
  expect(reopened.body).toMatchObject({ ...cleared, reopen_count: 1, reopened_at: expect.any(String) })
})

test('an action is in the ledger as its event, with before and after and what was said', async () => {
  const { id } = await incidentIn('in_progress')
  await perform(id, 'cancel', { reason: 'Entered twice' })
  await perform(id, 'cancel', { reason: 'Entered twice' })
  const rows = await server().ledger('incident', id)
  expect(rows.map(({ event }) => event)).toEqual([
    'incident.created',
    'incident.assigned',
    'incident.cancelled',
  ])
  expect(rows[2]).toMatchObject({
    before: { status: 'in_progress', status_category: 'active' },
    after: { status: 'cancelled', status_category: 'cancelled', cancel_reason: 'Entered twice' },
  })
})

test('a comment given along with an action is an internal note', async () => {
  const { id } = await incidentIn('new')
  await perform(id, 'acknowledge', { comment: 'On my way' })
  const { body } = await server().tenant.administrator.get(`/api/v1/incidents/${id}/comments/`)
  expect(body.results).toMatchObject([{ body: 'On my way', visibility: 'internal' }])
})

test('the fields of a closed or cancelled incident are final', async () => {
  for (const status of ['closed', 'cancelled'] as const) {
    const { id } = await incidentIn(status)
    expectProblem(await server().tenant.administrator.patch(`/api/v1/incidents/${id}/`, { title: 'x' }), 409)
  }
})

test('If-Match guards actions as well', async () => {
  const { id } = await incidentIn('in_progress')
  const url = `/api/v1/incidents/${id}/resolve/`
  const stale = await server().tenant.administrator.post(url, REQUIRED.resolve, { 'if-match': '"v1"' })
  expectProblem(stale, 412)
})

test('reopening twice changes nothing the second time', async () => {
  const { id } = await incidentIn('resolved')
  expect((await perform(id, 'reopen', { reason: 'It is back' })).body.reopen_count).toBe(1)
  const again = await perform(id, 'reopen', { reason: 'It is back' })
  expect(again.body).toMatchObject({ changed: false, status: 'in_progress', reopen_count: 1 })
})

test('an incident is given to nobody who was deleted, neither by assigning nor by escalating', async () => {
  const { administrator } = server().tenant
  const team = (await administrator.post('/api/v1/teams/', { name: unique('Team') })).body
  await administrator.delete(`/api/v1/teams/${team.id}/`)
  const { id } = await incidentIn('new')
  expectProblem(await perform(id, 'assign', { team_id: team.id }), 422, 'team_id')
  expectProblem(await perform(id, 'escalate', { reason: 'x', team_id: team.id }), 422, 'team_id')
  expectProblem(await perform(id, 'escalate', { reason: 'x', user_id: 987_654_321 }), 422, 'user_id')
})

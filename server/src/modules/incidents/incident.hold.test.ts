import { describe, expect, test } from 'vitest'
import { expectProblem } from '../../../test/contract/world.ts'
import { useTestServer } from '../../../test/harness.ts'
import { fromNow, incidentDesk } from '../../../test/incidents.ts'
import { sweepIncidents } from './incident.jobs.ts'

const server = useTestServer()
const { act, read, incidentIn, comments, events } = incidentDesk(server)
const sweep = () => sweepIncidents({ door: server().door })
const HOUR = 3_600_000

describe('what a hold demands', () => {
  test('waiting for the requester: something to tell them, which becomes a public comment', async () => {
    const { id } = await incidentIn('in_progress')
    for (const comment of [{}, { comment: ' \n' }])
      expectProblem(await act(id, 'hold', { hold_reason: 'awaiting_caller', ...comment }), 422, 'comment')
    expect((await read(id)).status).toBe('in_progress')
    const comment = 'Which floor is it?'
    expect((await act(id, 'hold', { hold_reason: 'awaiting_caller', comment })).status).toBe(200)
    expect(await comments(id)).toMatchObject([{ body: comment, visibility: 'public' }])
  })

  test.each([
    ['awaiting_change', 'change_reference', 'CHG-12', 'resolved_by'],
    ['awaiting_problem', 'problem_reference', 'PRB-7', 'caused_by'],
  ])('%s: a %s, which is linked, or one that is linked already', async (hold_reason, field, name, type) => {
    const { id } = await incidentIn('in_progress')
    expectProblem(await act(id, 'hold', { hold_reason }), 422, field)
    const held = await act(id, 'hold', { hold_reason, [field]: name })
    expect(held.body).toMatchObject({ hold_reason, links: [{ type, [field]: name, incident: null }] })
    await act(id, 'resume')
    expect((await act(id, 'hold', { hold_reason })).body).toMatchObject({ status: 'on_hold', hold_reason })
    await act(id, 'resume')
    expect((await act(id, 'hold', { hold_reason, [field]: name })).body.links).toHaveLength(1)
  })

  test('scheduled: a time, and any time that is given lies in the future', async () => {
    const { id } = await incidentIn('in_progress')
    expectProblem(await act(id, 'hold', { hold_reason: 'scheduled' }), 422, 'hold_until')
    for (const hold_reason of ['scheduled', 'awaiting_vendor'])
      for (const hold_until of [fromNow(server(), -1000), fromNow(server(), 0)])
        expectProblem(await act(id, 'hold', { hold_reason, hold_until }), 422, 'hold_until')
    const hold_until = fromNow(server(), HOUR)
    const held = await act(id, 'hold', { hold_reason: 'Scheduled', hold_until })
    expect(held.body).toMatchObject({ hold_reason: 'scheduled', hold_until })
  })

  test('is told by the record beforehand, and what is linked already is demanded no longer', async () => {
    const { id } = await incidentIn('in_progress')
    const told = async () => {
      const { actions } = await read(id)
      const { requires_if = [] } = actions.find(({ action }: { action: string }) => action === 'hold')
      return requires_if.map(({ is, requires }: { is: string[]; requires: string[] }) =>
        [is, requires].flat(),
      )
    }
    const others = [
      ['awaiting_caller', 'comment'],
      ['awaiting_problem', 'problem_reference'],
      ['scheduled', 'hold_until'],
    ]
    expect(new Set(await told())).toEqual(new Set([...others, ['awaiting_change', 'change_reference']]))
    const link = { incident_id: id, type: 'resolved_by', change_reference: 'CHG-1' }
    await server().tenant.administrator.post('/api/v1/incident-links/', link)
    expect(new Set(await told())).toEqual(new Set(others))
    expect((await act(id, 'hold', { hold_reason: 'awaiting_change' })).status).toBe(200)
  })

  test('a hold that is refused leaves neither comment nor link', async () => {
    const { id } = await incidentIn('in_progress')
    const body = { hold_reason: 'awaiting_change', change_reference: 'CHG-1', comment: 'Wait' }
    expectProblem(await act(id, 'hold', { ...body, hold_until: fromNow(server(), -1) }), 422, 'hold_until')
    expect(await comments(id)).toEqual([])
    expect((await read(id)).links).toEqual([])
  })
})

describe('what ends a hold', () => {
  test('an agent resumes; once more changes nothing, while one that was never held is a conflict', async () => {
    const { id } = await incidentIn('on_hold')
    const resumed = (await act(id, 'resume')).body
    expect(resumed).toMatchObject({
      status: 'in_progress',
      changed: true,
      hold_reason: null,
      hold_until: null,
    })
    expect(resumed.resumed_at).toEqual(expect.any(String))
    expect((await act(id, 'resume')).body).toMatchObject({ changed: false, version: resumed.version })
    expectProblem(await act((await incidentIn('in_progress')).id, 'resume'), 409)
  })

  const waiting = async () => {
    const requester = await server().tenant.person('end_user')
    const { id } = await incidentIn('in_progress', { requester_id: requester.userId })
    await act(id, 'hold', { hold_reason: 'awaiting_caller', comment: 'Which floor?' })
    return { id, requester }
  }

  test("the requester's reply, in the transaction of the reply, by either way of commenting", async () => {
    for (const isCollection of [true, false]) {
      const { id, requester } = await waiting()
      if (isCollection)
        await requester.post('/api/v1/incident-comments/', { incident_id: id, body: 'The second' })
      else {
        const answer = await requester.post(`/api/v1/incidents/${id}/add_comment/`, { body: 'The second' })
        expect(answer.body).toMatchObject({ status: 'in_progress', hold_reason: null })
      }
      const rows = await server().ledger('incident', id)
      expect(rows.slice(-2)).toMatchObject([
        { event: 'incident.commented' },
        {
          event: 'incident.resumed',
          actor_id: requester.userId,
          before: { status: 'on_hold' },
          after: { status: 'in_progress', cause: 'requester_replied' },
        },
      ])
    }
  })

  test("nobody else's comment, no internal note, and no reply where something else is waited for", async () => {
    const { id, requester } = await waiting()
    await act(id, 'add_comment', { body: 'I asked them' })
    expect((await read(id)).status).toBe('on_hold')
    const { administrator } = server().tenant
    const own = await incidentIn('in_progress', { requester_id: administrator.userId })
    await act(own.id, 'hold', { hold_reason: 'awaiting_caller', comment: 'A note to myself' })
    expect((await read(own.id)).status, 'the question is no answer').toBe('on_hold')
    await act(own.id, 'add_comment', { body: 'Thinking', visibility: 'internal' })
    expect((await read(own.id)).status).toBe('on_hold')

    await act(id, 'resume')
    await act(id, 'hold', { hold_reason: 'awaiting_vendor' })
    await requester.post(`/api/v1/incidents/${id}/add_comment/`, { body: 'Any news?' })
    expect((await read(id)).status).toBe('on_hold')
  })

  test('the time it was held until, by the product itself, and not before', async () => {
    const { id } = await incidentIn('in_progress')
    const later = await incidentIn('in_progress')
    const gone = await incidentIn('in_progress')
    await act(id, 'hold', { hold_reason: 'scheduled', hold_until: fromNow(server(), HOUR) })
    await act(gone.id, 'hold', { hold_reason: 'scheduled', hold_until: fromNow(server(), HOUR) })
    await act(later.id, 'hold', { hold_reason: 'scheduled', hold_until: fromNow(server(), 3 * HOUR) })
    await server().tenant.administrator.delete(`/api/v1/incidents/${gone.id}/`)
    await sweep()
    expect((await read(id)).status).toBe('on_hold')
    server().clock.advance({ hours: 1 })
    await sweep()
    expect(await read(id)).toMatchObject({ status: 'in_progress', hold_until: null, updated_by: null })
    expect((await server().ledger('incident', id)).at(-1)).toMatchObject({
      event: 'incident.resumed',
      actor_name: 'Watchdesk',
      after: { cause: 'hold_until_passed' },
    })
    expect((await read(later.id)).status).toBe('on_hold')
    expect(await events(gone.id)).not.toContain('resumed')
    await sweep()
    expect((await events(id)).filter((event) => event === 'resumed')).toHaveLength(1)
  })

  test('of a parent and the child that waited along, together and once each', async () => {
    const parent = await incidentIn('in_progress')
    const child = await incidentIn('in_progress', { parent_id: parent.id })
    const hold_until = fromNow(server(), HOUR)
    await act(parent.id, 'hold', { hold_reason: 'awaiting_vendor', hold_until })
    server().clock.advance({ hours: 1 })
    await sweep()
    for (const { id } of [parent, child])
      expect((await events(id)).filter((event) => event === 'resumed')).toEqual(['resumed'])
  })
})

import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Person, useTestServer } from '../../../test/harness.ts'
import { fromNow, incidentDesk } from '../../../test/incidents.ts'
import { sweepIncidents } from './incident.jobs.ts'

const server = useTestServer()
const { act, change, read, report } = incidentDesk(server)
let requester: Person
beforeAll(async () => {
  requester = await server().tenant.person('end_user')
})

type Status = 'new' | 'in_progress' | 'on_hold' | 'resolved' | 'closed' | 'cancelled'
const OVER: Status[] = ['resolved', 'closed', 'cancelled']

/** The table, written a second time: what leads where. Everything else is refused. */
const TABLE: Record<Status, Record<string, Status>> = {
  new: { acknowledge: 'in_progress', assign: 'in_progress', resolve: 'resolved', cancel: 'cancelled' },
  in_progress: {
    acknowledge: 'in_progress',
    assign: 'in_progress',
    hold: 'on_hold',
    resolve: 'resolved',
    cancel: 'cancelled',
  },
  on_hold: { assign: 'on_hold', resume: 'in_progress', resolve: 'resolved', cancel: 'cancelled' },
  resolved: { reopen: 'in_progress', close: 'closed' },
  closed: {},
  cancelled: {},
}
const leads = (from: Status, to: Status) => Object.values(TABLE[from]).includes(to)

/** Bodies that each action takes; the incident may still refuse them. */
const BODIES: Record<string, (() => object)[]> = {
  acknowledge: [() => ({})],
  assign: [() => ({ assignee_id: server().tenant.administrator.userId })],
  hold: [
    () => ({ hold_reason: 'awaiting_caller', comment: 'Which floor?' }),
    () => ({ hold_reason: 'awaiting_vendor' }),
    () => ({ hold_reason: 'awaiting_vendor', hold_until: fromNow(server(), 3_600_000) }),
    () => ({ hold_reason: 'awaiting_change', change_reference: 'CHG-1' }),
    () => ({ hold_reason: 'awaiting_problem' }),
    () => ({ hold_reason: 'scheduled', hold_until: fromNow(server(), 3_600_000) }),
    () => ({ hold_reason: 'scheduled' }),
  ],
  resume: [() => ({})],
  resolve: [() => ({ resolution_code: 'fixed', resolution_notes: 'Done' })],
  close: [() => ({})],
  reopen: [() => ({ reason: 'Back' })],
  cancel: [() => ({ reason: 'Twice' })],
}
const BESIDES = ['reply', 'wait']

const steps = fc.array(
  fc.record({
    who: fc.constantFrom<'parent' | 'child'>('parent', 'child'),
    /** Mostly something that the table allows: else most would be refused and little would be learnt. */
    isAllowed: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
    isEmpty: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, fc.constant(true)),
    action: fc.nat(),
    body: fc.nat(),
  }),
  { minLength: 8, maxLength: 16 },
)
const pick = <T>(from: readonly T[], n: number) => from[n % from.length] as T

async function carryOut(action: string, body: object, id: number) {
  if (action === 'reply')
    return requester.post(`/api/v1/incidents/${id}/add_comment/`, { body: 'The second' })
  if (action !== 'wait') return act(id, action, body)
  server().clock.advance({ hours: 1 })
  await sweepIncidents({ door: server().door })
  return { status: 200, body: { changed: undefined } }
}

/** What of each status must be there, and must not. */
function expectWhole(incident: Record<string, unknown>) {
  const status = incident.status as Status
  const isThere = (field: string) => incident[field] !== null
  expect(isThere('hold_reason'), 'a reason while held').toBe(status === 'on_hold')
  if (incident.hold_reason === 'scheduled') expect(isThere('hold_until')).toBe(true)
  for (const field of ['resolution_code', 'resolution_notes', 'resolved_at'])
    expect(isThere(field), `${field} when resolved`).toBe(status === 'resolved' || status === 'closed')
  expect(isThere('closed_at')).toBe(status === 'closed')
  expect(isThere('cancel_reason')).toBe(status === 'cancelled')
}

/** The ledger's own story: from one status to the next, each step one that the table knows, ending where it stands. */
async function expectStory({ id, status }: { id: number; status: Status }) {
  let at: Status = 'new'
  for (const { before, after } of await server().ledger('incident', id)) {
    if (!before?.status) continue
    expect(before.status).toBe(at)
    expect(leads(at, after?.status as Status), `${at} → ${after?.status}`).toBe(true)
    at = after?.status as Status
  }
  expect(at).toBe(status)
}

test('whatever people do and however long they wait, parent and child stay within the table', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const family = { parent: await report(), child: await report({ requester_id: requester.userId }) }
      await change(family.child.id, { parent_id: family.parent.id })
      const ids = { parent: family.parent.id, child: family.child.id }
      const both = async () => ({ parent: await read(ids.parent), child: await read(ids.child) })
      let [reopened, after] = [0, await both()]
      for (const { who, isAllowed, isEmpty, ...n } of all) {
        const before = after
        const from: Status = before[who].status
        const action = pick([...Object.keys(isAllowed ? TABLE[from] : BODIES), ...BESIDES], n.action)
        // The requester sees their own incident only.
        if (action === 'reply' && who === 'parent') continue
        const body = isEmpty ? {} : pick(BODIES[action] ?? [() => ({})], n.body)()
        const answer = await carryOut(action, body, ids[who])
        after = await both()
        const told = `${who} ${from} ${action} ${answer.status} ${JSON.stringify(answer.body.detail ?? '')}`

        if (answer.body.changed === true) expect(after[who].status, told).toBe(TABLE[from][action])
        if (answer.body.changed === false || answer.status >= 400) expect(after, told).toEqual(before)
        if (answer.status === 409) expect(TABLE[from][action], told).toBeUndefined()
        if (action === 'reopen' && answer.body.changed) reopened++
        if (who === 'parent' && OVER.includes(before.child.status))
          expect(after.child, `${told}: a child that is over stays`).toEqual({
            ...before.child,
            parent: after.child.parent,
          })
        for (const incident of Object.values(after)) expectWhole(incident)
      }
      const { parent, child } = after
      expect(parent.reopen_count + child.reopen_count).toBe(reopened)
      for (const incident of [parent, child]) await expectStory(incident)
    }),
    { numRuns: 12 },
  )
}, 120_000)

import { beforeAll, expect, test } from 'vitest'
import { type Person, unique, useTestServer } from '../../../test/harness.ts'
import { incidentDesk } from '../../../test/incidents.ts'
import { expectSight, lookThrough } from '../../../test/sight.ts'
import { attach } from '../../../test/uploads.ts'
import { incidentAttachments } from './attachments/attachment.schema.ts'
import { incidentComments } from './comments/comment.schema.ts'
import { incidents } from './incident.schema.ts'
import { incidentLinks } from './links/incident-link.schema.ts'
import { incidentMetrics } from './metrics/metric.schema.ts'
import { incidentWorkarounds } from './workarounds/workaround.schema.ts'

// Who sees a part of the incidents sees the same part in whatever way they look.
const server = useTestServer()
const desk = incidentDesk(server)
const word = unique('sighted').replace('-', '')

/** An incident with everything that can hang on it. */
interface Hung {
  id: number
  reply: number
  note: number
  file: number
  internalFile: number
  workaround: number
}
let agent: Person
let reporter: Person
let limited: Person
let clients: { mine: number; other: number }
const all: Hung[] = []
/** Reported by them; for them, of another client; of the limited one's client; of another; of none. */
let [own, forThem, ofMine, ofOther, ofNone]: Hung[] = []
const links = new Map<number, [from: number, to: number | null]>()

const posted = async (by: Person, path: string, body: object) => {
  const answer = await by.post(`${path}/`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.id as number
}

async function hung(fields: object, by = agent): Promise<Hung> {
  const { id } = await desk.report({ title: `${word} incident`, ...fields }, by)
  await desk.act(id, 'acknowledge')
  const comment = (visibility: string) =>
    posted(agent, incidentComments.path, { incident_id: id, body: `${word} comment`, visibility })
  const file = async (visibility: string) =>
    (await attach(agent, { incident_id: id, visibility }, { name: `${word}.png` })).body.id as number
  return {
    id,
    reply: await comment('public'),
    note: await comment('internal'),
    file: await file('public'),
    internalFile: await file('internal'),
    workaround: await posted(agent, incidentWorkarounds.path, { incident_id: id, steps: `${word} steps` }),
  }
}

beforeAll(async () => {
  const { tenant } = server()
  const client = () => posted(tenant.administrator, '/api/noc/clients', { name: unique('Client') })
  clients = { mine: await client(), other: await client() }
  agent = await tenant.person('agent')
  reporter = await tenant.person('end_user')
  limited = await tenant.limitedPerson([clients.mine], 'noc_operator')
  all.push(await hung({ client_id: clients.mine }, reporter))
  all.push(await hung({ client_id: clients.other, requester_id: reporter.userId }))
  for (const client_id of [clients.mine, clients.other, null]) all.push(await hung({ client_id }))
  ;[own, forThem, ofMine, ofOther, ofNone] = all as [Hung, Hung, Hung, Hung, Hung]
  for (const from of all)
    for (const to of all.filter(({ id }) => id > from.id)) {
      const link = { incident_id: from.id, linked_incident_id: to.id, type: 'related_to' }
      links.set(await posted(agent, incidentLinks.path, link), [from.id, to.id])
    }
  for (const { id } of all) {
    const link = { incident_id: id, change_reference: 'CHG-1', type: 'caused_by' }
    links.set(await posted(agent, incidentLinks.path, link), [id, null])
  }
  const gone = await hung({ client_id: clients.mine }, reporter)
  await tenant.administrator.delete(`${incidents.path}/${gone.id}/`)
  all.push(gone)
})

const seers = (): [who: string, person: Person, seen: Hung[]][] => [
  ['an end user', reporter, [own!, forThem!]],
  ['an operator limited to a client', limited, [own!, ofMine!]],
  ['an agent', agent, [own!, forThem!, ofMine!, ofOther!, ofNone!]],
]
const idsOf = (records: Hung[]) => records.map(({ id }) => id)

for (const index of [0, 1, 2]) {
  const who = ['an end user', 'an operator limited to a client', 'an agent'][index]
  const seer = () => seers()[index]!

  test(`${who} sees the same incidents in list, search, detail, timeline, comments and live`, async () => {
    const [, person, seen] = seer()
    const touch = async () => {
      for (const { id } of all.slice(0, 5)) await desk.change(id, { description: unique('Touched') })
    }
    const looking = { ...incidents, search: word, ids: idsOf(all), below: ['timeline/', 'comments/'], touch }
    expectSight(await lookThrough(person, looking), idsOf(seen))
  })

  test(`${who} sees the same comments and files in list, search, detail, content and live`, async () => {
    const [, person, seen] = seer()
    const isStaff = person !== reporter
    const comments = all.flatMap(({ reply, note }) => [reply, note])
    const wanted = seen.flatMap(({ reply, note }) => (isStaff ? [reply, note] : [reply]))
    expectSight(await lookThrough(person, { ...incidentComments, search: word, ids: comments }), wanted)
    const files = all.flatMap(({ file, internalFile }) => [file, internalFile])
    const shown = seen.flatMap(({ file, internalFile }) => (isStaff ? [file, internalFile] : [file]))
    const looking = { ...incidentAttachments, search: word, ids: files, below: ['content/'] }
    expectSight(await lookThrough(person, looking), shown)
    for (const { id, reply, note } of seen) {
      const { body } = await person.get(`${incidents.path}/${id}/comments/?ordering=created_at`)
      const there = body.results.map((comment: { id: number }) => comment.id)
      expect(there).toEqual(isStaff ? [reply, note] : [reply])
    }
  })

  test(`${who} sees of each incident the relatives that they see elsewhere`, async () => {
    const [, person, seen] = seer()
    await Promise.all(
      [forThem!, ofMine!, ofOther!, ofNone!].map(({ id }) => desk.change(id, { parent_id: own!.id })),
    )
    const { body } = await person.get(`${incidents.path}/${own!.id}/`)
    const relatives = idsOf(seen).filter((id) => id !== own!.id)
    expect(body.children.map(({ id }: { id: number }) => id)).toEqual(relatives)
    const linked = body.links.map(({ incident }: { incident: { id: number } | null }) => incident?.id ?? null)
    expect(linked).toEqual(person === reporter ? relatives : [...relatives, null])
  })
}

test('the staff sees links, workarounds and metrics of the incidents in sight, and of these only', async () => {
  for (const [, person, seen] of seers().slice(1)) {
    const inSight = new Set(idsOf(seen))
    const both = [...links].filter(([, ends]) => ends.every((id) => id === null || inSight.has(id)))
    expectSight(
      await lookThrough(person, { ...incidentLinks, ids: [...links.keys()] }),
      both.map(([id]) => id),
    )
    const workarounds = all.map(({ workaround }) => workaround)
    expectSight(
      await lookThrough(person, { ...incidentWorkarounds, search: word, ids: workarounds }),
      seen.map(({ workaround }) => workaround),
    )
    const measured = await server().sql<{ id: number; incident_id: number }>(
      'select id::int, incident_id::int from app.incident_metrics',
    )
    expectSight(
      await lookThrough(person, { ...incidentMetrics, ids: measured.map(({ id }) => id) }),
      measured.filter(({ incident_id }) => inSight.has(incident_id)).map(({ id }) => id),
    )
  }
})

test('who is limited to clients points to records of these only, and learns no name of another’s', async () => {
  const { administrator } = server().tenant
  const site_id = await posted(administrator, '/api/noc/sites', { name: 'Hidden', client_id: clients.other })
  const item = { name: 'Hidden', client_id: clients.other }
  const configuration_item_id = await posted(administrator, '/api/v1/configuration-items', item)
  const fields = { title: 'x', client_id: clients.mine }
  for (const pointer of [{ site_id }, { configuration_item_id }, { parent_id: ofOther!.id }]) {
    const refused = await limited.post(`${incidents.path}/`, { ...fields, ...pointer })
    expect(refused.status, JSON.stringify(refused.body)).toBe(422)
    const changed = await limited.patch(`${incidents.path}/${ofMine!.id}/`, pointer)
    expect(changed.status, JSON.stringify(changed.body)).toBe(422)
  }
})

import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { resourceContract } from '../../../../test/contract.ts'
import { type Person, unique, useTestServer } from '../../../../test/harness.ts'
import { incidentOf } from '../../../../test/samples.ts'
import { attach, sendForm } from '../../../../test/uploads.ts'
import { incidentAttachments } from './attachment.schema.ts'

const server = useTestServer()
const url = `${incidentAttachments.path}/`

resourceContract({
  resource: incidentAttachments,
  server,
  make: async (tenant, n) => {
    const fields = {
      incident_id: await incidentOf(tenant),
      description: n % 2 ? '' : unique('The rack'),
      visibility: n % 2 ? 'internal' : 'Public',
    }
    const { status, body } = await attach(tenant.administrator, fields)
    expect(status, JSON.stringify(body)).toBe(201)
    return body.id
  },
  change: () => ({ filename: `${unique('renamed')}.png`, description: unique('Other words') }),
  replace: () => ({ filename: `${unique('replaced')}.png`, description: unique('All of it') }),
})

const report = async (by: Person) =>
  (await by.post('/api/v1/incidents/', { title: unique('Incident') })).body.id as number
const attached = async (by: Person, fields: object) => {
  const { status, body } = await attach(by, fields as Record<string, unknown>)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const idsIn = ({ body }: { body: { results: { id: number }[] } }) => body.results.map(({ id }) => id)

test('an attachment tells what was stored, and who attached it', async () => {
  const { administrator } = server().tenant
  const incident_id = await report(administrator)
  const { status, body, headers } = await attach(administrator, { incident_id, description: 'The rack' })
  expect({ status, etag: headers.get('etag') }).toEqual({ status: 201, etag: '"v1"' })
  expect(body).toMatchObject({
    incident_id,
    incident: { id: incident_id },
    description: 'The rack',
    visibility: 'public',
    mime: 'image/png',
    size: 70,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    is_inline: true,
    uploaded_by: { id: administrator.userId },
  })
  expect((await administrator.get(`${url}${body.id}/`)).body).toEqual(body)
  expect(Object.keys(body)).not.toContain('file_id')
})

test('fields are checked by name before anything is written', async () => {
  const { administrator } = server().tenant
  const incident_id = await report(administrator)
  const rows = () =>
    server().sql(
      'select (select count(*) from app.files) as f, (select count(*) from app.incident_attachments) as a',
    )
  const before = await rows()
  expectProblem(await attach(administrator, {}), 400, 'incident_id')
  expectProblem(await attach(administrator, { incident_id: 'x' }), 400, 'incident_id')
  expectProblem(await attach(administrator, { incident_id, nope: 1 }), 400, 'nope')
  expectProblem(await attach(administrator, { incident_id, filename: 'x.png' }), 400, 'filename')
  expectProblem(await attach(administrator, { incident_id, visibility: 'secret' }), 400, 'visibility')
  expectProblem(await attach(administrator, { incident_id, description: 'a\u0000b' }), 400, 'description')
  expectProblem(
    await attach(administrator, { incident_id, description: 'x'.repeat(70_000) }),
    400,
    'description',
  )
  expectProblem(await attach(administrator, { incident_id: 987_654_321 }), 422, 'incident_id')
  const twice = new FormData()
  twice.append('incident_id', String(incident_id))
  twice.append('incident_id', String(incident_id))
  expectProblem(await sendForm(administrator, twice), 400, 'incident_id')
  const none = new FormData()
  none.append('incident_id', String(incident_id))
  expectProblem(await sendForm(administrator, none), 400, 'file')
  none.append('file', 'words')
  expectProblem(await sendForm(administrator, none), 400, 'file')
  expectProblem(await administrator.post(url, { incident_id, file: 'x' }), 415)
  expectProblem(await administrator.patch(`${url}1/`, { visibility: 'public' }), 400, 'visibility')
  expect(await rows()).toEqual(before)
})

test('fields may come before the file or after it', async () => {
  const { administrator } = server().tenant
  const form = new FormData()
  form.append('file', new Blob(['up\n']), 'late.log')
  form.append('incident_id', String(await report(administrator)))
  expect((await sendForm(administrator, form)).status).toBe(201)
})

test('a file cannot be attached to another tenant’s incident, nor seen from there', async () => {
  const { administrator: stranger } = await server().newTenant()
  const incident_id = await report(server().tenant.administrator)
  expectProblem(await attach(stranger, { incident_id }), 422, 'incident_id')
  const { id } = await attached(server().tenant.administrator, { incident_id })
  expectProblem(await stranger.get(`${url}${id}/content/`), 404)
  expectProblem(await stranger.delete(`${url}${id}/`), 404)
})

test('an end user attaches to their own incidents and sees the public ones there', async () => {
  const { tenant } = server()
  const [agent, reporter] = await Promise.all([tenant.person('agent'), tenant.person('end_user')])
  const [own, others] = await Promise.all([report(reporter), report(agent)])
  const theirs = await attached(reporter, { incident_id: own })
  const reply = await attached(agent, { incident_id: own, visibility: 'public' })
  const note = await attached(agent, { incident_id: own, visibility: 'Internal' })
  const elsewhere = await attached(agent, { incident_id: others })
  expect(note.visibility).toBe('internal')
  expectProblem(await attach(reporter, { incident_id: own, visibility: 'internal' }), 403)
  expectProblem(await attach(reporter, { incident_id: others }), 422, 'incident_id')
  expect(idsIn(await reporter.get(`${url}?ordering=created_at`))).toEqual([theirs.id, reply.id])
  expect(idsIn(await agent.get(`${url}?incident_id=${own}&ordering=created_at`))).toEqual([
    theirs.id,
    reply.id,
    note.id,
  ])
  for (const { id } of [note, elsewhere])
    for (const path of [`${id}/`, `${id}/content/`]) expectProblem(await reporter.get(url + path), 404)
  for (const { id } of [theirs, reply]) expect((await reporter.get(`${url}${id}/content/`)).status).toBe(200)
})

test('what hangs on a deleted incident is gone with it', async () => {
  const { administrator } = server().tenant
  const incident_id = await report(administrator)
  const { id } = await attached(administrator, { incident_id })
  await administrator.delete(`/api/v1/incidents/${incident_id}/`)
  for (const path of ['', 'content/']) expectProblem(await administrator.get(`${url}${id}/${path}`), 404)
  expectProblem(await attach(administrator, { incident_id }), 422, 'incident_id')
})

test('a deleted attachment cannot be downloaded, a restored one can', async () => {
  const { administrator } = server().tenant
  const { id } = await attached(administrator, { incident_id: await report(administrator) })
  await administrator.delete(`${url}${id}/`)
  expectProblem(await administrator.get(`${url}${id}/content/`), 404)
  await administrator.post(`${url}${id}/restore/`)
  expect((await administrator.get(`${url}${id}/content/`)).status).toBe(200)
})

test('one mends and deletes what one attached; the others’ only with the incident’s own rights', async () => {
  const { tenant } = server()
  const [agent, other, reporter] = await Promise.all(
    ['agent', 'agent', 'end_user'].map((role) => tenant.person(role)),
  )
  const incident_id = await report(reporter!)
  const { id } = await attached(agent!, { incident_id })
  expectProblem(await reporter!.patch(`${url}${id}/`, { description: 'x' }), 403)
  expectProblem(await reporter!.delete(`${url}${id}/`), 403)
  expect((await other!.patch(`${url}${id}/`, { description: 'x' })).status).toBe(200)
  expectProblem(await other!.delete(`${url}${id}/`), 403)
  expect((await agent!.delete(`${url}${id}/`)).status).toBe(204)
  const mine = await attached(reporter!, { incident_id })
  expect((await reporter!.delete(`${url}${mine.id}/`)).status).toBe(204)
})

test('a new name keeps the ending, and holds nothing that deceives', async () => {
  const { administrator } = server().tenant
  const { id } = await attached(administrator, { incident_id: await report(administrator) })
  const rename = (filename: string) => administrator.patch(`${url}${id}/`, { filename })
  for (const name of [
    'shot.html',
    'shot',
    '../shot.png',
    'a/b.png',
    'shot\u202egnp.png',
    '.png',
    'shot.png ',
  ])
    expectProblem(await rename(name), 422, 'filename')
  expectProblem(await rename(`${'x'.repeat(252)}.png`), 400, 'filename')
  expect((await rename('Überblick 图.PNG')).body.filename).toBe('Überblick 图.PNG')
})

test('attaching and deleting stand in the incident’s timeline; an end user reads of the public ones', async () => {
  const { tenant } = server()
  const [agent, reporter] = await Promise.all([tenant.person('agent'), tenant.person('end_user')])
  const incident_id = await report(reporter)
  const note = await attached(agent, { incident_id, visibility: 'internal' })
  const shot = await attached(agent, { incident_id })
  await agent.delete(`${url}${shot.id}/`)
  const read = async (by: Person) => (await by.get(`/api/v1/incidents/${incident_id}/timeline/`)).body.results
  const { filename, size, sha256 } = note
  expect((await read(agent)).slice(0, 3)).toMatchObject([
    { event: 'incident.detached', after: { attachment_id: shot.id, filename: shot.filename } },
    { event: 'incident.attached', after: { attachment_id: shot.id } },
    {
      event: 'incident.attached',
      actor: { id: agent.userId },
      after: { attachment_id: note.id, filename, size, sha256, visibility: 'internal' },
    },
  ])
  expect((await read(reporter)).slice(0, 2)).toMatchObject([
    { event: 'incident.detached' },
    { event: 'incident.attached', after: { attachment_id: shot.id, filename: shot.filename } },
  ])
  expect(JSON.stringify(await read(reporter))).not.toContain(note.filename)
})

test('an incident has at most 50 attachments, however many are sent at once', async () => {
  const { administrator } = server().tenant
  const incident_id = await report(administrator)
  const { id } = await attached(administrator, { incident_id })
  const columns = 'organization_id, incident_id, file_id, filename, visibility'
  await server().sql(
    `insert into app.incident_attachments (${columns})
     select ${columns} from app.incident_attachments, generate_series(1, 47) where id = $1`,
    [id],
  )
  const answers = await Promise.all([1, 2, 3, 4].map(() => attach(administrator, { incident_id })))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422])
  await administrator.delete(`${url}${id}/`)
  await attached(administrator, { incident_id })
  expectProblem(await attach(administrator, { incident_id }), 422, 'incident_id')
})

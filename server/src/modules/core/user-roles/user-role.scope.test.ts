import { expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { type Person, unique, useTestServer } from '../../../../test/harness.ts'
import { expectSight, lookThrough } from '../../../../test/sight.ts'
import { openLive } from '../../noc/live/live.fixtures.ts'

const server = useTestServer()
const path = '/api/v1/incidents'
const grants = '/api/v1/user-roles/'

async function made(url: string, body: object, by: Person = server().tenant.administrator): Promise<number> {
  const answer = await by.post(url, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.id
}
const newTeam = () => made('/api/v1/teams/', { name: unique('Team') })
const newClient = () => made('/api/noc/clients/', { name: unique('Client') })
const grant = (person: Person, role: string, more: object) =>
  made(grants, { user_id: person.userId, role, ...more })

test('who has a role for a team and for a client sees their incidents in every channel, and no others', async () => {
  const { administrator, person } = server().tenant
  const [team, otherTeam, client, otherClient] = [
    ...(await Promise.all([newTeam(), newTeam()])),
    ...(await Promise.all([newClient(), newClient()])),
  ]
  const title = unique('scoped').replace('-', '')
  const report = (fields: object) => made(`${path}/`, { title, ...fields })
  const mine = [
    await report({ team_id: team }),
    await report({ client_id: client, team_id: otherTeam }),
    await report({ client_id: otherClient, team_id: team }),
  ]
  const hidden = [
    await report({}),
    await report({ team_id: otherTeam }),
    await report({ client_id: otherClient }),
  ]
  const scoped = await person()
  await grant(scoped, 'agent', { scope: 'team', scope_id: team })
  await grant(scoped, 'auditor', { scope: 'client', scope_id: client })
  // A role in the whole organization that gives less opens nothing.
  await grant(scoped, 'end_user', {})

  const ids = [...hidden, ...mine]
  const touch = async () => {
    for (const id of ids) await administrator.patch(`${path}/${id}/`, { description: unique('Touched') })
  }
  expectSight(
    await lookThrough(scoped, { path, topic: 'incidents', search: title, ids, below: ['timeline/'], touch }),
    mine,
  )
  for (const id of hidden) {
    expectProblem(await scoped.post(`${path}/${id}/resolve/`, {}), 404)
    expectProblem(await scoped.patch(`${path}/${id}/`, { title: 'x' }), 404)
  }
  expect((await scoped.patch(`${path}/${mine[0]}/`, { description: 'Theirs' })).status).toBe(200)
  expectProblem(await scoped.post(`${path}/`, { title }), 422, 'client_id')
  expectProblem(await scoped.patch(`${path}/${mine[0]}/`, { team_id: otherTeam, comment: 'x' }), 400)
  expect((await scoped.post(`${path}/`, { title, team_id: team })).status).toBe(201)
})

test('a role of the same permissions in the whole organization lifts the limit', async () => {
  const scoped = await server().tenant.person()
  const id = await made(`${path}/`, { title: unique('Incident') })
  await grant(scoped, 'agent', { scope: 'team', scope_id: await newTeam() })
  expectProblem(await scoped.get(`${path}/${id}/`), 404)
  expectProblem(await scoped.post(`${path}/`, { title: unique('Incident') }), 422, 'team_id')
  await grant(scoped, 'agent', {})
  expect((await scoped.get(`${path}/${id}/`)).status).toBe(200)
})

test('a grant counts from its beginning until its end, to the moment, and the stream closes with it', async () => {
  const { clock, tenant, url } = server()
  const after = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString()
  const agent = await tenant.person()
  await grant(agent, 'agent', { valid_from: after(100), valid_until: after(200) })
  expectProblem(await agent.get(`${path}/`), 403)
  clock.advance({ seconds: 99 })
  expectProblem(await agent.get(`${path}/`), 403)
  clock.advance({ seconds: 2 })
  expect((await agent.get(`${path}/`)).status).toBe(200)
  const live = await openLive(url, agent.token)
  await live.sub('incidents')
  clock.advance({ seconds: 100 })
  expectProblem(await agent.get(`${path}/`), 403)
  expect(await live.closed(15_000)).toBe(4003)
  expect((await agent.get('/api/v1/users/me/')).body).toMatchObject({ roles: [], permissions: [] })
})

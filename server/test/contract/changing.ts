import { expect, test } from 'vitest'
import type { Body, Contract } from '../contract.ts'
import { expectProblem, nextNumber, type World } from './world.ts'

/** PATCH, PUT, and the ETag that keeps two people from overwriting each other. */
export function changingRules(
  contract: Contract,
  change: NonNullable<Contract['change']>,
  world: () => World,
) {
  const { resource, server, create, replace = create } = contract
  const at = (id: number) => `${resource.path}/${id}/`
  const fields = Object.keys(change())
  const chosen = (record: Body) => Object.fromEntries(fields.map((field) => [field, record[field]]))

  test('PATCH changes what it names and nothing else, and raises the version', async () => {
    const { admin, another, get } = world()
    const before = await another()
    const wanted = change()
    const { status, body, headers } = await admin.patch(at(before.id), wanted)
    expect(status, JSON.stringify(body)).toBe(200)
    expect(chosen(body)).toEqual(wanted)
    expect(body.version).toBe(before.version + 1)
    expect(headers.get('etag')).toBe(`"v${body.version}"`)
    expect((await get(before.id)).body).toEqual(body)
  })

  test('a change that changes nothing writes nothing', async () => {
    const { admin, another } = world()
    const before = await another()
    const ledger = await server().ledger(resource.kind, before.id)
    for (const body of [{}, chosen(before)]) {
      const answer = await admin.patch(at(before.id), body)
      expect(answer).toMatchObject({ status: 200, body: { version: before.version } })
    }
    expect(await server().ledger(resource.kind, before.id)).toEqual(ledger)
  })

  if (replace)
    test('PUT takes the whole input and names what is missing', async () => {
      const { admin, tenant, another, operations } = world()
      const before = await another()
      const whole = (await replace?.(tenant, nextNumber())) ?? {}
      const { status, body } = await admin.put(at(before.id), whole)
      expect(status, JSON.stringify(body)).toBe(200)
      expect(body.version).toBe(before.version + 1)
      const put = operations.find(({ method }) => method === 'PUT')
      for (const field of put?.required ?? []) {
        expect(body[field]).toEqual(whole[field])
        const { [field]: _, ...rest } = whole
        expectProblem(await admin.put(at(before.id), rest), 400, field)
      }
    })

  test('a change is in the ledger with its actor, before and after', async () => {
    const { admin, another } = world()
    const before = await another()
    const after = change()
    await admin.patch(at(before.id), after)
    const rows = await server().ledger(resource.kind, before.id)
    expect(rows.at(-1)).toMatchObject({
      event: `${resource.kind}.updated`,
      actor_id: admin.userId,
      before: chosen(before),
      after,
    })
  })

  test('If-Match: stale is 412 with the present ETag, right is taken', async () => {
    const { admin, another } = world()
    const { id, version } = await another()
    const right = { 'if-match': `"v${version}"` }
    expect((await admin.patch(at(id), change(), right)).status).toBe(200)
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      const body =
        method === 'PATCH' ? change() : method === 'PUT' ? await replace?.(world().tenant, 0) : undefined
      const refused = await admin.send(method, at(id), body, right)
      expectProblem(refused, 412)
      expect(refused.headers.get('etag')).toBe(`"v${version + 1}"`)
    }
    expectProblem(await admin.patch(at(id), change(), { 'if-match': 'yesterday' }), 400)
  })

  test("a change cannot point to another tenant's record: 422 that names the field", async () => {
    const { admin, foreign, another } = world()
    const { id } = await another()
    const theirs = (await replace?.(foreign, nextNumber())) ?? {}
    for (const field of Object.keys(theirs).filter((name) => name.endsWith('_id') && theirs[name])) {
      expectProblem(await admin.patch(at(id), { [field]: theirs[field] }), 422, field)
    }
  })

  test('of two changes from the same version, at once, one is made', async () => {
    const { admin, another } = world()
    const { id, version } = await another()
    const right = { 'if-match': `"v${version}"` }
    const answers = await Promise.all([1, 2].map(() => admin.patch(at(id), change(), right)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  })
}

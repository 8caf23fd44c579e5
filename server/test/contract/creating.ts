import type { TObject } from 'typebox'
import Value from 'typebox/value'
import { expect, test } from 'vitest'
import type { Body, Contract } from '../contract.ts'
import { expectProblem, nextNumber, type World } from './world.ts'

/** What POST answers and writes down. */
export function creatingRules(
  { resource, server }: Contract,
  create: NonNullable<Contract['create']>,
  world: () => World,
) {
  const url = `${resource.path}/`
  const schema = resource.record as TObject

  test('a created record is answered with 201, its ETag and every field of its schema', async () => {
    const { admin, tenant, get } = world()
    const sent = await create(tenant, nextNumber())
    const { status, body, headers } = await admin.post(url, sent)
    expect(status, JSON.stringify(body)).toBe(201)
    expect(headers.get('etag')).toBe('"v1"')
    const { id, version, created_by, updated_by } = body
    expect(id).toBeGreaterThan(0)
    expect({ version, created_by, updated_by }).toEqual({
      version: 1,
      created_by: admin.userId,
      updated_by: admin.userId,
    })
    expect(pick(body, Object.keys(sent))).toEqual(pick(sent, Object.keys(body)))

    const stored = await get(id)
    expect([...Value.Errors(schema, stored.body)]).toEqual([])
    expect(Object.keys(stored.body).sort()).toEqual([...(schema.required ?? [])].sort())
    expect(body).toMatchObject(stored.body)
  })

  test('a trailing slash makes no difference', async () => {
    const { admin, tenant } = world()
    const created = await admin.post(resource.path, await create(tenant, nextNumber()))
    expect(created.status).toBe(201)
    expect((await admin.get(`${resource.path}/${created.body.id}`)).body.id).toBe(created.body.id)
  })

  test('creation is in the ledger with its actor and what was set', async () => {
    const { admin, tenant } = world()
    const sent = await create(tenant, nextNumber())
    const { body } = await admin.post(url, sent)
    const rows = await server().ledger(resource.kind, body.id)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows[0]).toMatchObject({
      event: `${resource.kind}.created`,
      actor_kind: 'user',
      actor_id: admin.userId,
      before: null,
    })
    const kept = Object.keys(sent).filter((field) => field in body && !Array.isArray(sent[field]))
    expect(rows[0]?.after).toMatchObject(pick(body, kept))
  })

  test('no secret that was sent or answered is in the ledger', async () => {
    const { admin, tenant } = world()
    const sent = await create(tenant, nextNumber())
    const { body } = await admin.post(url, sent)
    const secrets = Object.entries({ ...sent, ...body })
      .filter(([name, value]) => /password|secret|token|^key$/.test(name) && typeof value === 'string')
      .map(([, value]) => value as string)
    const ledger = JSON.stringify(await server().sql('select before, after from app.ledger'))
    for (const secret of secrets) expect(ledger).not.toContain(secret)
  })

  test("another tenant's record cannot be pointed to: 422 that names the field", async () => {
    const { admin, tenant, foreign } = world()
    const ours = await create(tenant, nextNumber())
    const theirs = await create(foreign, nextNumber())
    for (const field of Object.keys(theirs).filter((name) => name.endsWith('_id') && theirs[name])) {
      const { [field]: id } = theirs
      expectProblem(await admin.post(url, { ...ours, [field]: id }), 422, field)
    }
  })
}

function pick(from: Body, fields: readonly string[]) {
  return Object.fromEntries(fields.filter((field) => field in from).map((field) => [field, from[field]]))
}

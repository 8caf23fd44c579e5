import type { TObject } from 'typebox'
import Value from 'typebox/value'
import { expect, test } from 'vitest'
import type { Body, Contract } from '../contract.ts'
import type { TestTenant } from '../harness.ts'
import { expectProblem, nextNumber, type World } from './world.ts'

type Create = NonNullable<Contract['create']>
const SECRET = /password|secret|token|^key$/
const isSecret = (kind: string, name: string) => SECRET.test(name) && `${kind}.${name}` !== 'role.key'

/** What POST answers and writes down. */
export function creatingRules(contract: Contract, create: Create, world: () => World) {
  const { resource, server } = contract
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

  // Registered where they can fail only: a noun without secrets or pointers has nothing to assert.
  if (fieldsOf(contract).some((name) => isSecret(resource.kind, name))) noSecretRule(contract, create, world)
  if (resource.pointers) livingRule(contract, create, world)
  if (Object.keys(schema.properties).some(isPointer)) foreignRule(contract, create, world)
}

/** Every field of the noun that its contract knows of: answered, or named in a body that is refused. */
const fieldsOf = ({ resource, invalid = [] }: Contract) => [
  ...Object.keys((resource.record as TObject).properties),
  ...invalid.map(({ field }) => field),
]

function noSecretRule({ resource, server }: Contract, create: Create, world: () => World) {
  test('no secret that was sent or answered is in the ledger', async () => {
    const { admin, tenant } = world()
    const sent = await create(tenant, nextNumber())
    const { body } = await admin.post(`${resource.path}/`, sent)
    const secrets = Object.entries({ ...sent, ...body })
      .filter(([name, value]) => isSecret(resource.kind, name) && typeof value === 'string')
      .map(([, value]) => value as string)
    expect(secrets).not.toEqual([])
    const ledger = JSON.stringify(await server().sql('select before, after from app.ledger'))
    for (const secret of secrets) expect(ledger).not.toContain(secret)
  })
}

const isPointer = (field: string) => field.endsWith('_id') && field !== 'organization_id'
const pointersIn = (body: Body) => Object.keys(body).filter((field) => isPointer(field) && body[field])

/** Makers leave the pointers out of every second body. */
async function pointingBody(create: Create, tenant: TestTenant) {
  const bodies = [await create(tenant, nextNumber()), await create(tenant, nextNumber())]
  const pointing = bodies.find((body) => pointersIn(body).length > 0)
  if (!pointing) throw new Error('of two bodies none points to anything, though the record does')
  return pointing
}

function foreignRule({ resource }: Contract, create: Create, world: () => World) {
  const url = `${resource.path}/`
  test("another tenant's record cannot be pointed to: 422 that names the field", async () => {
    const { admin, tenant, foreign } = world()
    const ours = await create(tenant, nextNumber())
    const theirs = await pointingBody(create, foreign)
    for (const field of pointersIn(theirs)) {
      const { [field]: id } = theirs
      expectProblem(await admin.post(url, { ...ours, [field]: id }), 422, field)
    }
  })
}

function livingRule({ resource, server }: Contract, create: Create, world: () => World) {
  test('a deleted record cannot be pointed to: 422 that names the field', async () => {
    const { admin, tenant } = world()
    const sent = await pointingBody(create, tenant)
    for (const field of pointersIn(sent)) {
      const table = resource.pointers?.[field]
      const hide = `update app.${table} set deleted_at = $2 where id = $1`
      // Past the API: the record may be one that the API keeps, as the administrator is.
      const { [field]: id } = sent
      if (id === admin.userId && table === 'users') continue
      await server().sql(hide, [id, new Date()])
      const answer = await admin.post(`${resource.path}/`, sent)
      await server().sql(hide, [id, null])
      expectProblem(answer, 422, field)
    }
  })
}

function pick(from: Body, fields: readonly string[]) {
  return Object.fromEntries(fields.filter((field) => field in from).map((field) => [field, from[field]]))
}

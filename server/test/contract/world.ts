import { beforeAll, expect } from 'vitest'
import type { Answer } from '../client.ts'
import type { Contract } from '../contract.ts'
import { type Person, superuserOf, type TestTenant } from '../harness.ts'
import type { Operation } from '../openapi.ts'

/** A record as the API shows it. */
export type Shown = Record<string, unknown> & { id: number; version: number }

/** What the rules of one noun are tried on. */
export interface World {
  tenant: TestTenant
  /** Who sees and does everything here: the tenant's administrator, or a superuser where it takes one. */
  admin: Person
  /** Another tenant's administrator. */
  stranger: Person
  foreign: TestTenant
  /** Of the same tenant, without any role. */
  nobody: Person
  /** The noun's own routes. */
  operations: readonly Operation[]
  /** Five records, in the order in which they were made. */
  records: Shown[]
  /** One more record. */
  another(tenant?: TestTenant): Promise<Shown>
  get(id: number, by?: Person): Promise<Answer>
}

const RECORDS = 5
/** Of one contract: what bodies say depends on it, and must not on the file that ran before in the same process. */
let made = 0

export function prepareWorld(contract: Contract): () => World {
  let world: World
  beforeAll(async () => {
    made = 0
    const { tenant, newTenant, operations } = contract.server()
    const foreign = await newTenant()
    const { path } = contract.resource
    const { isOfInstallation } = contract
    const admin = isOfInstallation ? await superuserOf(contract.server(), tenant) : tenant.administrator
    const get = (id: number, by = admin) => by.get(`${path}/${id}/`)
    const another = async (of = tenant) => {
      const answer = await get(await bringAbout(contract, of), isOfInstallation ? admin : of.administrator)
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      return answer.body as Shown
    }
    world = {
      tenant,
      admin,
      foreign,
      stranger: foreign.administrator,
      nobody: await tenant.person(),
      operations: operations.filter(
        (operation) => operation.path === `${path}/` || operation.path.startsWith(`${path}/{id}/`),
      ),
      records: [],
      another,
      get,
    }
    while (world.records.length < RECORDS) world.records.push(await another())
  })
  return () => world
}

async function bringAbout({ create, make, resource }: Contract, tenant: TestTenant): Promise<number> {
  if (make) return make(tenant, made++)
  if (!create) throw new Error(`the contract of ${resource.kind} needs create or make`)
  const answer = await tenant.administrator.post(`${resource.path}/`, await create(tenant, made++))
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.id
}

/** A number for the next body of `create`. */
export const nextNumber = () => made++

/** Every record of the noun that its administrator sees in the list. */
export async function everyRecord({ resource }: Contract, { admin }: World): Promise<Shown[]> {
  const { status, body } = await admin.get(`${resource.path}/?page_size=100`)
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body.next, 'the contract needs a tenant of at most 100 records').toBeNull()
  return body.results
}

export const idsOf = (records: readonly Shown[]) => records.map(({ id }) => id).sort((a, b) => a - b)

/** The answer is a problem of this status, in the form of RFC 9457, and names the field. */
export function expectProblem(answer: Answer, status: number, field?: string) {
  const { body, headers } = answer
  expect(answer.status, JSON.stringify(body)).toBe(status)
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(body).toMatchObject({ type: `/problems/${body.code.replaceAll('_', '-')}`, status })
  expect(body.request_id).toBe(headers.get('x-request-id'))
  expect(body.detail).toMatch(/\w/)
  if (field === undefined) return
  const named: string[] = body.errors.map((error: { field: string }) => error.field.split('.')[0])
  expect(named, `${JSON.stringify(body)} should name ${field}`).toContain(field)
}

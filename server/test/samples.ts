import { type TestTenant, unique } from './harness.ts'

// One record of each noun that others point to, made once per tenant.

function once(path: string, body: (tenant: TestTenant) => object | Promise<object>) {
  const made = new WeakMap<TestTenant, Promise<number>>()
  const make = async (tenant: TestTenant): Promise<number> => {
    const answer = await tenant.administrator.post(path, await body(tenant))
    if (answer.status !== 201) throw new Error(`POST ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body.id
  }
  return (tenant: TestTenant) => {
    const id = made.get(tenant) ?? make(tenant)
    made.set(tenant, id)
    return id
  }
}

export const clientOf = once('/api/noc/clients/', () => ({ name: unique('Client') }))
export const siteOf = once('/api/noc/sites/', async (tenant) => ({
  name: unique('Site'),
  client_id: await clientOf(tenant),
}))
export const departmentOf = once('/api/v1/departments/', () => ({ name: unique('Department') }))
export const teamOf = once('/api/v1/teams/', () => ({ name: unique('Team') }))
export const itemOf = once('/api/v1/configuration-items/', () => ({ name: unique('Item') }))
export const incidentOf = once('/api/v1/incidents/', () => ({ title: unique('Incident') }))

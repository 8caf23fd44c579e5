import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../../test/harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const newIncident = async (fields: Record<string, unknown> = {}) => {
  const { status, body } = await server.tenant.administrator.post('/api/v1/incidents/', {
    title: 'Uplink down',
    ...fields,
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

test('impact and urgency make the priority, 1/1 the highest and 3/3 the lowest', async () => {
  const priorities = []
  for (const impact of [1, 2, 3])
    for (const urgency of [1, 2, 3]) priorities.push((await newIncident({ impact, urgency })).priority)
  expect(priorities).toEqual([1, 2, 3, 2, 3, 4, 3, 4, 5])
})

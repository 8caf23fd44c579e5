import { expect, test } from 'vitest'
import { resourceContract } from '../../../../test/contract.ts'
import { unique, useTestServer } from '../../../../test/harness.ts'
import { incidentOf } from '../../../../test/samples.ts'
import { incidentComments } from './comment.schema.ts'

const server = useTestServer()

resourceContract({
  resource: incidentComments,
  server,
  create: async (tenant, n) => ({
    incident_id: await incidentOf(tenant),
    body: unique('Looked at the cable'),
    visibility: n % 2 ? 'internal' : 'public',
  }),
  replace: () => ({ body: unique('Looked again') }),
  change: () => ({ body: unique('Looked twice') }),
  invalid: [
    { body: { body: '' }, field: 'body' },
    { body: { body: 'x'.repeat(65_537) }, field: 'body' },
    { body: { visibility: 'secret' }, field: 'visibility' },
    { body: { incident_id: 987_654_321 }, field: 'incident_id', status: 422 },
  ],
  searchable: 'body',
})

test('a text with words of any length is kept, and found by their beginnings', async () => {
  const { tenant } = server()
  const incident_id = await incidentOf(tenant)
  const start = unique('word').replace('-', '')
  // PostgreSQL takes words of 2,046 bytes.
  for (const letter of ['x', 'ß', '界', '𝒳'])
    for (const bytes of [255, 256, 2046, 2047]) {
      const length = Math.floor((bytes - start.length) / Buffer.byteLength(letter))
      const body =
        start + letter.repeat(length) + 'x'.repeat(bytes - start.length - length * Buffer.byteLength(letter))
      const { status } = await tenant.administrator.post('/api/v1/incident-comments/', { incident_id, body })
      expect(status, `${bytes} bytes of ${letter}`).toBe(201)
    }
  const { body } = await tenant.administrator.get(`/api/v1/incident-comments/?search=${start}`)
  expect(body.count).toBe(12)
})

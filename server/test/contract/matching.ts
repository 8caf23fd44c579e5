import { expect, test } from 'vitest'
import type { Contract } from '../contract.ts'
import { expectProblem, type World } from './world.ts'

/** Whatever changes a record takes the version that its caller saw: no route writes over what they have not seen. */
export function matchingRules(
  { resource, change, actions = {}, superusers = [] }: Contract,
  world: () => World,
) {
  test('every action on a record refuses a stale If-Match with 412 and the present ETag', async () => {
    const { admin, another, operations } = world()
    const { id, version } = await another()
    const stale = { 'if-match': `"v${version + 7}"` }
    const posts = operations.filter(({ method, path }) => method === 'POST' && path.includes('{id}'))
    for (const { path } of posts) {
      const name = path.split('/').at(-2) ?? ''
      if (name === 'restore' || superusers.includes(name)) continue
      const refused = await admin.post(path.replace('{id}', String(id)), actions[name] ?? {}, stale)
      expectProblem(refused, 412)
      expect(refused.headers.get('etag'), path).toBe(`"v${version}"`)
    }
  })

  if (change)
    test('a record that was changed since cannot be restored under a stale If-Match', async () => {
      const { admin, another } = world()
      const { id, version } = await another()
      const at = `${resource.path}/${id}/`
      await admin.delete(at)
      expectProblem(await admin.post(`${at}restore/`, {}, { 'if-match': `"v${version}"` }), 412)
      const right = { 'if-match': `"v${version + 1}"` }
      expect((await admin.post(`${at}restore/`, {}, right)).status).toBe(200)
    })
}

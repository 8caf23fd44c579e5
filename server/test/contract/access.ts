import { expect, test } from 'vitest'
import { Client } from '../client.ts'
import type { Contract } from '../contract.ts'
import { everyRecord, expectProblem, idsOf, type World } from './world.ts'

const addressed = (path: string, id: number) => path.replace('{id}', String(id))

/** Who gets in, and what another tenant sees: nothing. */
export function accessRules(contract: Contract, world: () => World) {
  const { resource, isOfInstallation } = contract

  test('every route answers 401 without a token and with a broken one', async () => {
    const { admin, operations, records } = world()
    expect(operations.length).toBeGreaterThan(1)
    const middle = Math.floor((admin.token ?? '').length / 2)
    const broken = `${admin.token?.slice(0, middle)}?${admin.token?.slice(middle + 1)}`
    for (const token of [null, 'nonsense', broken]) {
      const caller = new Client(admin.url, token, admin.check)
      for (const { method, path } of operations) {
        const answer = await caller.send(method, addressed(path, records[0]!.id))
        expectProblem(answer, 401)
        expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      }
    }
  })

  test('every route answers 403 to somebody without the permission, and names it', async () => {
    const { nobody, stranger, operations, records } = world()
    for (const caller of isOfInstallation ? [nobody, stranger] : [nobody]) {
      for (const { method, path } of operations) {
        const answer = await caller.send(method, addressed(path, records[0]!.id))
        expectProblem(answer, 403)
        expect(answer.body.detail).toMatch(/permission \w+[.:]\w+/)
      }
    }
  })

  test('an address that is no integer is a 400', async () => {
    expectProblem(await world().admin.get(`${resource.path}/abc/`), 400, 'id')
  })

  if (!isOfInstallation) tenancyRules(contract, world)
}

function tenancyRules(contract: Contract, world: () => World) {
  const { resource, actions = {}, superusers = [], create, replace = create, change = () => ({}) } = contract
  const actionOf = (path: string) => path.split('/').at(-2) ?? ''

  test("another tenant's administrator gets 404 on every route of a record, as for one that does not exist", async () => {
    const { stranger, foreign, operations, records, get } = world()
    const before = (await get(records[0]!.id)).body
    const bodyFor = async (method: string, path: string) => {
      if (method === 'PUT') return replace?.(foreign, 0)
      if (method === 'PATCH') return change()
      return method === 'POST' ? (actions[actionOf(path)] ?? {}) : undefined
    }
    const ofRecords = operations.filter(
      ({ path }) => path.includes('{id}') && !superusers.includes(actionOf(path)),
    )
    for (const { method, path } of ofRecords) {
      const body = await bodyFor(method, path)
      const theirs = await stranger.send(method, addressed(path, records[0]!.id), body)
      expectProblem(theirs, 404)
      const none = await stranger.send(method, addressed(path, 987_654_321), body)
      expect({ ...theirs.body, request_id: '' }).toEqual({ ...none.body, request_id: '' })
    }
    expect((await get(records[0]!.id)).body, 'the record is untouched').toEqual(before)
  })

  test("another tenant's list has none of our records, whatever it filters by", async () => {
    const { stranger, records } = world()
    const ours = new Set(idsOf(await everyRecord(contract, world())))
    const { body } = await stranger.get(`${resource.path}/?page_size=100`)
    expect(body.results.filter(({ id }: { id: number }) => ours.has(id))).toEqual([])
    const { filters } = resource.list
    // Ids of records of any kind (subject_kind, subject_id) are also theirs, of others.
    const isOfAnyKind = (name: string) => name.replace(/_id$/, '_kind') in filters
    for (const field of Object.keys(filters).filter((name) => name.endsWith('_id') && !isOfAnyKind(name))) {
      // An id; what others give the same name everywhere (a control of a standard) is none.
      const ids = records.map((record) => record[field]).filter((value) => typeof value === 'number')
      for (const value of new Set(ids)) {
        const found = await stranger.get(`${resource.path}/?${field}=${value}`)
        expect(found.body, `${field}=${value}`).toMatchObject({ count: 0, results: [] })
      }
    }
  })
}

import { expect, test } from 'vitest'
import type { Contract } from '../contract.ts'
import { unique } from '../harness.ts'
import { idsOf, nextNumber, type World } from './world.ts'

/** Full text: whole words or their beginnings, all of them, in any order and letter case. */
export function searchingRules(contract: Contract, field: string, world: () => World) {
  const { resource, create, change } = contract
  const search = async (text: string, { admin } = world()) => {
    const { status, body } = await admin.get(`${resource.path}/?search=${encodeURIComponent(text)}`)
    expect(status, JSON.stringify(body)).toBe(200)
    return idsOf(body.results)
  }
  const named = async (text: string) => {
    const { admin, tenant } = world()
    const body = { ...(await create?.(tenant, nextNumber())), [field]: text }
    const answer = await admin.post(`${resource.path}/`, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body.id as number
  }

  test('the search finds a word by its beginning, in any letter case, and nothing else', async () => {
    const id = await named(`Kestrel-42.falconry.test ${unique('x')}`)
    for (const text of ['kestr', 'KESTREL', 'kestrel-42', '42 kestrel', 'falconry', "kestrel & !('"])
      expect(await search(text), text).toEqual([id])
    for (const text of ['kestrelx', 'estrel', 'kestrel 4343434343', '...', "'", 'kestrel | merlin'])
      expect(await search(text), text).toEqual([])
    expect(await search('kestrel', { ...world(), admin: world().stranger })).toEqual([])
  })

  if (change)
    test('the search follows changes', async () => {
      const id = await named(`Merlin ${unique('x')}`)
      expect(await search('merlin')).toEqual([id])
      await world().admin.patch(`${resource.path}/${id}/`, { [field]: `Peregrine ${unique('x')}` })
      expect(await search('merlin')).toEqual([])
      expect(await search('peregrine')).toEqual([id])
      await world().admin.delete(`${resource.path}/${id}/`)
      expect(await search('peregrine')).toEqual([])
    })
}

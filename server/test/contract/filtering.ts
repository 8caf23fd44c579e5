import { expect, test } from 'vitest'
import type { Contract } from '../contract.ts'
import { everyRecord, expectProblem, idsOf, type Shown, type World } from './world.ts'

/** Every filter of the list with each of its operators, against a second opinion formed here. */
export function filteringRules(contract: Contract, world: () => World) {
  const { resource } = contract
  const url = `${resource.path}/`
  let details: Promise<Shown[]> | undefined
  const everyDetail = () => (details ??= readDetails(contract, world()))

  test.each(Object.entries(resource.list.filters))(
    'the filter %s finds what it says',
    async (field, filter) => {
      const everything = await everyDetail()
      const shown = everything.map((record) => record[field]).filter((value) => value !== null)
      expect(shown, `records show ${field}`).not.toContain(undefined)
      const samples = [...new Set(shown)].slice(0, 3).map(String)
      if (samples.length === 0) samples.push(madeUp(field))
      for (const operator of Object.keys(filter)) {
        for (const value of valuesFor(operator, samples)) {
          const name = operator ? `${field}__${operator}` : field
          const query = new URLSearchParams({ [name]: value, page_size: '100' })
          const { status, body } = await world().admin.get(`${url}?${query}`)
          expect(status, `${query}: ${JSON.stringify(body)}`).toBe(200)
          const passes = opinion(operator, value)
          const expected = everything.filter(({ [field]: shown }) =>
            passes?.(shown === null ? null : String(shown)),
          )
          if (passes) expect(idsOf(body.results), String(query)).toEqual(idsOf(expected))
        }
      }
    },
  )

  test('two filters narrow each other down', async () => {
    const everything = await everyRecord(contract, world())
    const [one, other] = world().records
    const field = Object.keys(resource.list.filters).find((name) => one?.[name] !== other?.[name]) ?? ''
    const query = new URLSearchParams({
      [`${field}__in`]: [one?.[field], other?.[field]].join(','),
      created_at: String(one?.created_at),
    })
    const found = await world().admin.get(`${url}?${query}`)
    const expected = everything.filter((record) => record.id === one?.id)
    expect(idsOf(found.body.results), String(query)).toEqual(idsOf(expected))
  })

  test('an unknown filter or operator is a 400 that names it', async () => {
    const { admin } = world()
    const [field = ''] = Object.keys(resource.list.filters)
    for (const name of ['nope', `${field}__nope`, `${field}__`, 'deleted_at__isnull', 'organization_id']) {
      expectProblem(await admin.get(`${url}?${name}=1`), 400, name)
    }
  })

  test('a value that does not fit its filter is a 400 that names it, never a 500', async () => {
    const { admin } = world()
    for (const name of Object.keys(resource.list.filters)) {
      for (const value of ['%00', '', 'x'.repeat(300), '9'.repeat(40), "';--", '2026-02-30T99:99']) {
        const answer = await admin.get(`${url}?${name}=${value}`)
        if (answer.status !== 200) expectProblem(answer, 400, name)
      }
    }
  })
}

async function readDetails(contract: Contract, world: World) {
  const all = await everyRecord(contract, world)
  return Promise.all(all.map(async ({ id }) => (await world.get(id)).body as Shown))
}

const madeUp = (field: string) => (field.endsWith('_at') ? '2026-01-02T03:04:05.678Z' : '1')

function valuesFor(operator: string, samples: string[]): string[] {
  if (operator === 'isnull') return ['true', 'false', 'TRUE']
  if (operator === 'in') return [samples.join(','), samples[0] ?? '']
  if (operator === 'icontains') return samples.map((text) => text.slice(1, 5).toUpperCase())
  return samples
}

/** Whether a shown value passes; undefined for words, whose rank is not seen from here. */
function opinion(operator: string, asked: string): ((shown: string | null) => boolean) | undefined {
  const lower = asked.toLowerCase()
  if (operator === 'isnull') return (shown) => (shown === null) === (lower === 'true')
  if (operator === '') return (shown) => shown?.toLowerCase() === lower
  if (operator === 'in') return (shown) => shown !== null && asked.split(',').includes(shown)
  if (operator === 'icontains') return (shown) => shown?.toLowerCase().includes(lower) ?? false
  const place = /^-?\d+$/.test(asked) ? Number : Date.parse
  const passing = SIGNS[operator]
  if (Number.isNaN(place(asked)) || !passing) return undefined
  return (shown) => shown !== null && passing.includes(Math.sign(place(shown) - place(asked)))
}

const SIGNS: Record<string, number[]> = { gte: [0, 1], gt: [1], lte: [-1, 0], lt: [-1] }

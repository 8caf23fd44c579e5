import type { TSchema } from 'typebox'
import Value from 'typebox/value'
import { expect, test } from 'vitest'
import type { Contract } from '../contract.ts'
import { everyRecord, expectProblem, idsOf, type Shown, type World } from './world.ts'

/** Pages, cursors and orders of the list. */
export function pagingRules(contract: Contract, world: () => World) {
  const { resource } = contract
  const url = `${resource.path}/`
  const read = async (query: string) => {
    const { status, body } = await world().admin.get(url + query)
    expect(status, `${query}: ${JSON.stringify(body)}`).toBe(200)
    return body as { count: number; next: string | null; previous: string | null; results: Shown[] }
  }
  /** Where a link of the answer leads, without the public origin. */
  const queryOf = (link: string | null) => {
    expect(link).toMatch(new RegExp(`^http://watchdesk.test${url}\\?`))
    return new URL(link ?? '').search
  }

  test('the list shows each record in its light representation and counts them', async () => {
    const everything = await everyRecord(contract, world())
    const schema: TSchema = resource.summary ?? resource.record
    for (const record of everything) expect([...Value.Errors(schema, record)]).toEqual([])
    expect((await read('')).count).toBe(everything.length)
    expect(idsOf(everything)).toEqual(expect.arrayContaining(idsOf(world().records)))
  })

  test('next and previous lead through the pages and keep the query', async () => {
    const field = Object.keys(resource.list.ordering)[0]
    const first = await read(`?page_size=2&ordering=-${field}`)
    expect(first.previous).toBeNull()
    const second = await read(queryOf(first.next))
    expect(second.results).toHaveLength(2)
    expect(await read(queryOf(second.previous))).toEqual(first)
    let last = second
    while (last.next) last = await read(queryOf(last.next))
    expect(last.results.length).toBe(first.count % 2 || 2)
  })

  test('a page past the end is 404; page and page_size out of range are 400 and named', async () => {
    const { admin } = world()
    expectProblem(await admin.get(`${url}?page=999`), 404)
    for (const [name, value] of [
      ['page_size', '101'],
      ['page_size', '0'],
      ['page_size', 'many'],
      ['page', '0'],
      ['page', '1.5'],
    ]) {
      expectProblem(await admin.get(`${url}?${name}=${value}`), 400, name)
    }
    expectProblem(await admin.get(`${url}?cursor=bogus`), 400, 'cursor')
    expectProblem(await admin.get(`${url}?page=1&page=2`), 400, 'page')
  })

  test('an unknown ordering is a 400 that names it', async () => {
    const refused = await world().admin.get(`${url}?ordering=-created_at,nope`)
    expectProblem(refused, 400, 'ordering')
    expect(refused.body.detail).toContain('nope')
  })

  const everyOrder = Object.keys(resource.list.ordering).flatMap((name) => [name, `-${name}`])
  test.each([...everyOrder, everyOrder.slice(0, 3).join(',')])(
    'ordering=%s: the cursor walks through every record once, in that order',
    async (ordering) => {
      const walked: Shown[] = []
      let query = `?cursor=&page_size=2&ordering=${ordering}`
      for (;;) {
        const page = await read(query)
        expect(page.count).toBeUndefined()
        walked.push(...page.results)
        if (!page.next) break
        query = queryOf(page.next)
      }
      const everything = await read(`?page_size=100&ordering=${ordering}`)
      expect(walked.map(({ id }) => id)).toEqual(everything.results.map(({ id }) => id))
      expect(new Set(idsOf(walked)).size).toBe(everything.count)
      expectSorted(walked, ordering, resource.list.ordering)
    },
  )

  test('a cursor of one order is refused for another', async () => {
    const { admin } = world()
    const { next } = await read(`?cursor=&page_size=2&ordering=${everyOrder[0]}`)
    const cursor = new URL(next ?? '').searchParams.get('cursor')
    expectProblem(await admin.get(`${url}?cursor=${cursor}&ordering=${everyOrder[1]}`), 400, 'cursor')
  })
}

/** Checks the first term of an order where lists show the very column it sorts by. */
function expectSorted(records: Shown[], ordering: string, columns: Record<string, { column: string }>) {
  const [term = ''] = ordering.split(',')
  const name = term.replace('-', '')
  if (columns[name]?.column !== `t.${name}`) return
  const values = records.map((record) => record[name] as string | number)
  const inOrder = [...values].sort((a, b) =>
    typeof a === 'number' ? a - Number(b) : Buffer.compare(Buffer.from(a), Buffer.from(String(b))),
  )
  expect(values).toEqual(term.startsWith('-') ? inOrder.reverse() : inOrder)
}

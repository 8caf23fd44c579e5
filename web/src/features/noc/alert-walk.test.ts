import { expect, test } from 'vitest'
import { walkThrough } from './alert-walk.ts'
import { alertOf } from './alerts.fixture.tsx'

/** A list of so many alerts, two to a page, as the server hands it out. */
function listOf(count: number) {
  return async (cursor: string) => {
    const from = Number(cursor || 0)
    const results = [from + 1, from + 2].filter((id) => id <= count).map((id) => alertOf(id))
    return { results, next: from + 2 < count ? `/api/noc/alerts/?cursor=${from + 2}` : null }
  }
}

async function stepsOf(count: number, most: number) {
  const steps: string[] = []
  for await (const { alerts, state } of walkThrough(listOf(count), most))
    steps.push(`${alerts.map(({ id }) => id)} ${state}`)
  return steps
}

test('a walk tells after every page, and at the end of the list that these are all', async () => {
  expect(await stepsOf(3, 10)).toEqual(['1,2 reading', '1,2,3 all'])
})

test('a walk stops at the most, and says that there is more', async () => {
  expect(await stepsOf(9, 4)).toEqual(['1,2 reading', '1,2,3,4 cut'])
  expect(await stepsOf(4, 3)).toEqual(['1,2 reading', '1,2,3 cut'])
})

test('a list of just the most is whole', async () => {
  expect(await stepsOf(4, 4)).toEqual(['1,2 reading', '1,2,3,4 all'])
})

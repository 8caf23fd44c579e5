import { expect, test } from 'vitest'
import { makeAlerts } from './history/alerts.ts'
import { DAY } from './history/calendar.ts'
import { makeYear } from './history/year.ts'
import { aroundCut } from './scenarios/neighbourhood.ts'
import { readTopology } from './world/topology.ts'
import { makeWorld } from './world/world.ts'

const NOW = Date.parse('2026-03-18T10:00:00Z')
const nowhere = { WATCHDESK_SHARED: '/nowhere' }
const OURS = readTopology(nowhere)
const worldOf = (seed: number) => makeWorld(seed, OURS)
const yearOf = (seed: number) => makeYear(worldOf(seed), NOW, 800)
const plain = (stories: ReturnType<typeof yearOf>) =>
  stories.map(({ parent, followUpOf, steps, ...story }) => ({
    ...story,
    ...{ parent: parent?.facts.title, followUpOf: followUpOf?.facts.title },
    steps: steps.map((step) => ({ ...step, names: undefined })),
  }))

test('the same seed tells the same story, another seed another', () => {
  const { random: _, ...world } = worldOf(4)
  const { random: __, ...again } = worldOf(4)
  expect(again).toEqual(world)
  expect(plain(yearOf(4))).toEqual(plain(yearOf(4)))
  expect(plain(yearOf(5))).not.toEqual(plain(yearOf(4)))
})

test('nothing of the story lies in the future, and nothing is done before it is reported', () => {
  const stories = yearOf(1)
  for (const { at, steps } of stories) {
    const times = [at, ...steps.map((step) => step.at)]
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times.at(-1)).toBeLessThan(NOW)
    expect(at).toBeGreaterThan(NOW - 366 * DAY)
  }
  for (const alert of makeAlerts(worldOf(1), NOW, 200, ['lea.hoffmann']))
    expect(alert.at).toBeLessThanOrEqual(NOW)
})

test('people report on working days and by day', () => {
  const reported = yearOf(2).filter(({ parent }) => !parent)
  const onDay = (day: number) => reported.filter(({ at }) => new Date(at).getUTCDay() === day).length
  expect(onDay(1)).toBeGreaterThan(onDay(0) * 4)
  const byDay = reported.filter(
    ({ at }) => new Date(at).getUTCHours() % 24 >= 6 && new Date(at).getUTCHours() < 18,
  )
  expect(byDay.length / reported.length).toBeGreaterThan(0.75)
})

test('a made-up network stands in where there is no real one, and all of it hangs together', () => {
  const { topology } = worldOf(1)
  expect(topology.cities.length).toBeGreaterThan(15)
  const reached = new Set([0])
  for (const city of reached)
    for (const link of topology.links) if (link.includes(city)) for (const end of link) reached.add(end)
  expect(reached.size).toBe(topology.cities.length)
})

test('names are unique, so that whoever is meant is found', () => {
  const { people, sites, items } = makeWorld(3)
  for (const names of [
    people.map((each) => each.username),
    sites.map((each) => each.name),
    items.map((each) => each.name),
  ])
    expect(names.length).toBe(new Set(names).size)
  expect(items.length).toBeGreaterThan(200)
})

test('a cut fibre is noticed as often as asked for, by alerts that differ, the nearest first', () => {
  const world = worldOf(1)
  const cut = world.items.find(({ kind }) => kind === 'link')
  if (!cut) throw new Error('there is no fibre')
  const waves = aroundCut(world, cut, 500, world.random('cut'))
  const labels = waves.flatMap(({ alerts }) => alerts.map((alert) => JSON.stringify(alert.labels)))
  expect(labels).toHaveLength(500)
  expect(new Set(labels).size).toBe(500)
  expect(waves[0]?.alerts[0]?.labels).toMatchObject({ alertname: 'LinkDown', instance: cut.host })
  expect(waves.map(({ distance }) => distance)).toEqual(waves.map((_, distance) => distance))
})

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// What a newcomer reads first is a map: it must name what is there, and nothing else.
const root = fileURLToPath(new URL('../../', import.meta.url))
const map = /^```\n([\s\S]*?)^```/m.exec(readFileSync(`${root}ARCHITECTURE.md`, 'utf8'))?.[1] ?? ''
const lines = map
  .trim()
  .split('\n')
  .map((line) => {
    const [named = '', words = ''] = line.split(/\s{2,}/)
    return { places: named.split(', '), words }
  })
const places = lines.flatMap((line) => line.places)
const entries = (folder: string) =>
  readdirSync(root + folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.') && !['node_modules', 'dist'].includes(name))

test('every place on the map exists', () => {
  expect(places.length).toBeGreaterThan(10)
  expect(places.filter((place) => !existsSync(root + place))).toEqual([])
})

test('every folder of the root and of the server’s source is on the map', () => {
  const folders = [...entries(''), ...entries('server/src').map((name) => `server/src/${name}`)]
  expect(folders.filter((name) => !places.some((place) => place.startsWith(name)))).toEqual([])
})

test.each(['modules', 'capabilities', 'platform'])('of %s, the map names every folder', (layer) => {
  const line = lines.find(({ places: [place] }) => place === `server/src/${layer}/`)
  const named: string[] = line?.words.match(/[a-z][a-z-]*/g) ?? []
  expect(entries(`server/src/${layer}`).filter((name) => !named.includes(name))).toEqual([])
})

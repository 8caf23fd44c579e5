import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface City {
  name: string
  latitude: number
  longitude: number
}

/** A backbone: cities, and which of them a fibre joins, by their places in `cities`. */
export interface Topology {
  name: string
  cities: City[]
  links: [from: number, to: number][]
}

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url))
const REAL = 'data/topology/topohub/data/sndlib/germany50.json'

/** The real network of fifty German cities where the shared samples lie, else one of our own. */
export function readTopology(env: NodeJS.ProcessEnv = process.env): Topology {
  const file = resolve(REPOSITORY, env.WATCHDESK_SHARED ?? '../shared', REAL)
  return existsSync(file) ? parseTopology(readFileSync(file, 'utf8')) : OUR_OWN
}

interface Sndlib {
  graph: { name: string }
  nodes: { id: number; name: string; pos: [longitude: number, latitude: number] }[]
  edges: { source: number; target: number }[]
}

/** SNDlib's networks as TopoHub has them: plain JSON of nodes and edges. */
function parseTopology(text: string): Topology {
  const { graph, nodes, edges } = JSON.parse(text) as Sndlib
  const place = new Map(nodes.map(({ id }, index) => [id, index]))
  const at = (id: number) => place.get(id) ?? 0
  return {
    name: graph.name,
    cities: nodes.map(({ name, pos: [longitude, latitude] }) => ({
      name: name.replaceAll('_', ' '),
      latitude,
      longitude,
    })),
    links: edges.map(({ source, target }) => [at(source), at(target)]),
  }
}

const city = (name: string, latitude: number, longitude: number): City => ({ name, latitude, longitude })

/** Made up: a ring of rings over places that everybody knows. */
const OUR_OWN: Topology = {
  name: 'nordwind',
  cities: [
    city('Hamburg', 53.55, 9.99),
    city('Bremen', 53.08, 8.8),
    city('Hannover', 52.37, 9.73),
    city('Berlin', 52.52, 13.4),
    city('Leipzig', 51.34, 12.37),
    city('Dresden', 51.05, 13.74),
    city('Nürnberg', 49.45, 11.08),
    city('München', 48.14, 11.58),
    city('Stuttgart', 48.78, 9.18),
    city('Karlsruhe', 49.01, 8.4),
    city('Frankfurt', 50.11, 8.68),
    city('Köln', 50.94, 6.96),
    city('Düsseldorf', 51.23, 6.78),
    city('Dortmund', 51.51, 7.47),
    city('Kassel', 51.31, 9.48),
    city('Rostock', 54.09, 12.13),
    city('Kiel', 54.32, 10.14),
    city('Freiburg', 47.99, 7.85),
  ],
  links: [
    ...([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] as const).map((n): [number, number] => [
      n,
      (n + 1) % 14,
    ]),
    ...([
      [2, 14],
      [14, 10],
      [13, 2],
      [0, 15],
      [15, 3],
      [0, 16],
      [16, 15],
      [9, 17],
      [17, 8],
      [6, 10],
      [4, 2],
      [13, 1],
    ] satisfies [number, number][]),
  ],
}

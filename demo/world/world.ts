import { type Random, seeded } from '../../faults/random.ts'
import { BACKBONE, CUSTOMERS, type Customer, makeRequesters } from './customers.ts'
import { type Item, makeItems, makeSites, type Site } from './items.ts'
import { type Person, STAFF } from './staff.ts'
import { readTopology, type Topology } from './topology.ts'

/** Everything that stands still: who works here, for whom, and what they look after. */
export interface World {
  topology: Topology
  customers: Customer[]
  requesters: Person[]
  people: Person[]
  sites: Site[]
  items: Item[]
  /** For whatever goes on in it; the same seed, the same story. */
  random: (name: string) => Random
}

const REQUESTERS = 30

export function makeWorld(seed: number, topology = readTopology()): World {
  const chance = seeded(seed)
  const requesters = makeRequesters(chance.fork('requesters'), REQUESTERS)
  const sites = makeSites(topology, chance.fork('sites'))
  return {
    topology,
    customers: [BACKBONE, ...CUSTOMERS],
    requesters,
    people: [...STAFF, ...requesters],
    sites,
    items: makeItems(topology, sites, chance.fork('items')),
    random: (name) => chance.fork(name),
  }
}

export const INTEGRATIONS = [
  { name: 'Prometheus Backbone', kind: 'alertmanager' },
  { name: 'Checkmk Kundennetze', kind: 'generic' },
] as const
export type IntegrationName = (typeof INTEGRATIONS)[number]['name']

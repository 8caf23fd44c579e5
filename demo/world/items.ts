import type { Random } from '../../faults/random.ts'
import { BACKBONE, CUSTOMERS } from './customers.ts'
import type { Topology } from './topology.ts'

export interface Site {
  name: string
  /** The client's code. */
  client: string
  latitude: number
  longitude: number
}

export type ItemKind =
  | 'link'
  | 'router'
  | 'switch'
  | 'firewall'
  | 'server'
  | 'database'
  | 'printer'
  | 'application'

export interface Item {
  name: string
  kind: ItemKind
  host: string | null
  address: string | null
  criticality: 'high' | 'medium' | 'low' | null
  client: string
  /** The site's name; null: everywhere. */
  site: string | null
  /** Of a link: the places it joins. */
  ends?: [string, string]
}

export const shortOf = (city: string) =>
  city
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .slice(0, 6)
    .toLowerCase()

export const popOf = (city: string) => `PoP ${city}`

export function makeSites({ cities }: Topology, random: Random): Site[] {
  const pops = cities.map(({ name, ...place }) => ({ ...place, name: popOf(name), client: BACKBONE.code }))
  const theirs = CUSTOMERS.flatMap(({ name, code, sites }) => {
    const chosen = new Map<string, Site>()
    while (chosen.size < sites) {
      const { name: city, latitude, longitude } = random.pick(cities)
      const away = () => (random.next() - 0.5) / 10
      const word = chosen.size === 0 ? 'Zentrale' : random.pick(['Filiale', 'Lager', 'Büro', 'Werk'])
      const site = { name: `${name} – ${word} ${city}`, client: code }
      chosen.set(city, {
        ...site,
        latitude: rounded(latitude + away()),
        longitude: rounded(longitude + away()),
      })
    }
    return [...chosen.values()]
  })
  return [...pops, ...theirs]
}

const rounded = (degrees: number) => Math.round(degrees * 1e4) / 1e4

const PER_SITE: { kind: ItemKind; short: string; criticality: Item['criticality'][] }[] = [
  { kind: 'switch', short: 'sw', criticality: ['medium', 'low'] },
  { kind: 'firewall', short: 'fw', criticality: ['medium', 'medium', 'high'] },
  { kind: 'server', short: 'srv', criticality: ['medium', 'low', null] },
  { kind: 'printer', short: 'prn', criticality: ['low', null] },
]
const APPLICATIONS = ['Warenwirtschaft', 'Zeiterfassung', 'Intranet', 'Ticketshop', 'CRM', 'Dokumentenarchiv']

/** Backbone routers and the links between them, and at each customer's site what stands there. */
export function makeItems(topology: Topology, sites: Site[], random: Random): Item[] {
  const { cities, links } = topology
  const backbone = { client: BACKBONE.code, address: null }
  const routers = cities.map(({ name }, n): Item => {
    const host = `cr1-${shortOf(name)}.nordwind.example`
    const address = `192.0.2.${n + 1}`
    return {
      ...backbone,
      name: `cr1-${shortOf(name)}`,
      kind: 'router',
      host,
      address,
      criticality: 'medium',
      site: popOf(name),
    }
  })
  const fibres = links.map(([from, to]): Item => {
    const ends = [cities[from]?.name ?? '', cities[to]?.name ?? ''] as [string, string]
    const [a, b] = ends.map(shortOf)
    const item = {
      ...backbone,
      name: `LWL ${ends.join(' – ')}`,
      host: `link-${a}-${b}`,
      site: popOf(ends[0]),
    }
    return { ...item, kind: 'link', criticality: random.pick(['high', 'medium', 'medium']), ends }
  })
  const theirs = sites
    .filter(({ client }) => client !== BACKBONE.code)
    .flatMap(({ name: site, client }, place) =>
      PER_SITE.map(({ kind, short, criticality }, n): Item => {
        const name = `${client.toLowerCase()}-${short}${String(place + 1).padStart(2, '0')}`
        const address = `198.51.100.${((place * PER_SITE.length + n) % 254) + 1}`
        const host = `${name}.example`
        return { name, kind, host, address, criticality: random.pick(criticality), client, site }
      }),
    )
  const applications = CUSTOMERS.map(({ code }, n): Item => {
    const name = `${APPLICATIONS[n % APPLICATIONS.length]} ${code}`
    const criticality = random.pick(['high', 'medium', 'medium', 'low'] as const)
    return { name, kind: 'application', host: null, address: null, criticality, client: code, site: null }
  })
  return [...routers, ...fibres, ...theirs, ...applications]
}

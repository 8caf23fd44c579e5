import type { Random } from '../../faults/random.ts'
import type { PrometheusAlert } from '../sources.ts'
import { type Item, popOf, shortOf } from '../world/items.ts'
import type { Topology } from '../world/topology.ts'
import type { World } from '../world/world.ts'

export interface Wave {
  /** How many links away from the cut. */
  distance: number
  alerts: PrometheusAlert[]
}

/** A cut and what is noticed of it, near and far: as many alerts as asked for, each with labels of its own. */
export function aroundCut({ topology, items }: World, cut: Item, count: number, random: Random): Wave[] {
  const [from, to] = cut.ends ?? ['', '']
  const places = byDistance(topology, [from, to])
  const routers = places.map(({ city, distance }) => ({
    distance,
    city,
    router: items.find(({ kind, site }) => kind === 'router' && site === popOf(city)) as Item,
  }))
  const waves = new Map<number, PrometheusAlert[]>()
  const add = (distance: number, alert: PrometheusAlert) =>
    waves.set(distance, [...(waves.get(distance) ?? []), alert])
  add(0, linkDown(cut))
  for (let n = 1; n < count; n++) {
    // Most of it near the cut: every other alert comes from the nearest half of what is left.
    const { distance, city, router } =
      routers[Math.floor(random.next() ** 2 * routers.length)] ?? (routers[0] as (typeof routers)[0])
    add(distance, symptomOf(router, city, n, distance))
  }
  return [...waves]
    .map(([distance, alerts]) => ({ distance, alerts }))
    .sort((a, b) => a.distance - b.distance)
}

function byDistance({ cities, links }: Topology, start: string[]) {
  const distances = new Map(start.map((city) => [city, 0]))
  const name = (place: number) => cities[place]?.name ?? ''
  for (const [city, distance] of distances)
    for (const link of links.map((ends) => ends.map(name)))
      for (const other of link.includes(city) ? link : [])
        if (!distances.has(other)) distances.set(other, distance + 1)
  return [...distances].map(([city, distance]) => ({ city, distance }))
}

const linkDown = (cut: Item): PrometheusAlert => ({
  labels: {
    alertname: 'LinkDown',
    severity: 'critical',
    instance: cut.host ?? cut.name,
    pop: shortOf(cut.ends?.[0] ?? ''),
  },
  annotations: { summary: `${cut.name}: Loss of signal`, description: 'No light on either end.' },
  generatorURL: 'http://prometheus.nordwind.example/graph?g0.expr=LinkDown',
})

const SYMPTOMS = [
  {
    name: 'BgpSessionDown',
    severity: 'high',
    what: (n: number) => `BGP session to AS${64_512 + (n % 900)} down`,
  },
  {
    name: 'InterfaceDown',
    severity: 'critical',
    what: (n: number) => `Interface xe-0/${n % 8}/${n % 40} down`,
  },
  {
    name: 'PacketLoss',
    severity: 'warning',
    what: (n: number) => `Packet loss to 203.0.113.${n % 254} above 5 %`,
  },
  {
    name: 'LatencyHigh',
    severity: 'low',
    what: (n: number) => `Round trip to 203.0.113.${n % 254} above 80 ms`,
  },
]

function symptomOf(router: Item, city: string, n: number, distance: number): PrometheusAlert {
  const { name, severity, what } =
    SYMPTOMS[Math.min(SYMPTOMS.length - 1, (n % 2) + distance)] ?? (SYMPTOMS[0] as (typeof SYMPTOMS)[0])
  return {
    labels: {
      alertname: name,
      severity,
      instance: router.host ?? router.name,
      pop: shortOf(city),
      circuit: `NWB-${10_000 + n}`,
    },
    annotations: {
      summary: `${router.name}: ${what(n)}`,
      description: `Circuit NWB-${10_000 + n} in ${city}.`,
    },
    generatorURL: `http://prometheus.nordwind.example/graph?g0.expr=${name}`,
  }
}

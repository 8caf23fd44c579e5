import type { Random } from '../../faults/random.ts'
import { type Item, type ItemKind, shortOf } from '../world/items.ts'
import type { World } from '../world/world.ts'

export interface Symptom {
  name: string
  severity: 'critical' | 'high' | 'warning' | 'low' | 'info'
  title: string
  description: string
}

const symptom = (
  name: string,
  severity: Symptom['severity'],
  title: string,
  description: string,
): Symptom => ({ name, severity, title, description })

/** What goes wrong with which kind of thing, the frequent first. */
export const SYMPTOMS: Record<ItemKind, Symptom[]> = {
  router: [
    symptom('HighCpu', 'warning', 'CPU over 85 % for 10 minutes', 'Control plane is busy.'),
    symptom('BgpSessionDown', 'high', 'BGP session to AS64512 down', 'Hold timer expired.'),
    symptom('FanFailed', 'low', 'Fan tray 2 reports a fault', 'Temperature is still normal.'),
  ],
  link: [
    symptom('LinkErrors', 'warning', 'CRC errors above threshold', 'More than 50 per minute.'),
    symptom('LinkUtilization', 'info', 'Utilization over 80 %', 'Evening peak.'),
    symptom('LinkDown', 'critical', 'Loss of signal', 'No light on either end.'),
  ],
  switch: [
    symptom('PortFlapping', 'warning', 'Uplink port flaps', 'Four changes in ten minutes.'),
    symptom('DeviceDown', 'high', 'Does not answer ping', 'No reply for 90 seconds.'),
  ],
  firewall: [
    symptom('VpnTunnelDown', 'high', 'VPN tunnel down', 'Dead peer detection.'),
    symptom('SessionTable', 'warning', 'Session table 90 % full', '460,000 of 512,000 sessions.'),
  ],
  server: [
    symptom('DiskFillsUp', 'warning', 'Disk /var is 91 % full', 'Full in about 14 hours.'),
    symptom('BackupFailed', 'high', 'Backup of last night failed', 'Exit code 2 after 41 minutes.'),
    symptom('MemoryPressure', 'low', 'Swap in use', 'More than 512 MB.'),
    symptom('CertificateExpires', 'info', 'Certificate expires in 20 days', 'CN of the web front end.'),
  ],
  database: [symptom('ReplicationLag', 'warning', 'Replica is 90 s behind', 'WAL is still coming in.')],
  printer: [symptom('TonerLow', 'info', 'Toner below 10 %', 'About 300 pages left.')],
  application: [symptom('SlowAnswers', 'warning', 'p95 above 2 s', 'Probe from three places.')],
}

/** One alert as a source of plain JSON tells it. */
export function plainAlert(item: Item, { name, severity, title, description }: Symptom) {
  const labels = { alertname: name, kind: item.kind, ...(item.host ? { host: item.host } : {}) }
  return {
    dedup_key: `${name}/${item.name}`,
    ...{ severity, title: `${item.name}: ${title}`, description, labels },
    ...(item.host ? { ci: { kind: item.host.includes('.') ? 'fqdn' : 'hostname', value: item.host } } : {}),
  }
}

/** The same from Prometheus, for backbone things. */
export function prometheusAlert(item: Item, { name, severity, title, description }: Symptom) {
  const city = item.site?.replace('PoP ', '') ?? ''
  return {
    labels: { alertname: name, severity, instance: item.host ?? item.name, pop: shortOf(city) },
    annotations: { summary: `${item.name}: ${title}`, description },
    generatorURL: `http://prometheus.nordwind.example/graph?g0.expr=${name}`,
  }
}

export interface AlertStory {
  item: Item
  symptom: Symptom
  at: number
  acknowledgedAt: number | null
  by: string
  until: number
}

export const isWatchedByCheckmk = ({ client, kind }: Item) => client !== 'NWB' && kind !== 'application'

/** What the watch has seen lately, and what is still there. */
export function makeAlerts(world: World, now: number, count: number, by: readonly string[]): AlertStory[] {
  const random = world.random('alerts')
  const day = 86_400_000
  const items = world.items.filter(isWatchedByCheckmk)
  const busyUntil = new Map<string, number>()
  const times = Array.from({ length: count }, () => now - Math.floor(random.next() * 9 * day)).sort(
    (a, b) => a - b,
  )
  return times.flatMap((at) => {
    const item = random.pick(items)
    const chosen = pickSymptom(item, random)
    const key = `${chosen.name}/${item.name}`
    if ((busyUntil.get(key) ?? 0) > at - 1_800_000) return []
    const until = at + Math.floor(60_000 * Math.exp(random.next() * 7))
    busyUntil.set(key, until)
    const acknowledgedAt = random.next() < 0.5 ? at + random.between(1, 25) * 60_000 : null
    return [{ item, symptom: chosen, at, acknowledgedAt, by: random.pick(by), until }]
  })
}

export const pickSymptom = ({ kind }: Item, random: Random): Symptom => {
  const known = SYMPTOMS[kind]
  return known[Math.floor(random.next() ** 1.5 * known.length)] ?? (known[0] as Symptom)
}

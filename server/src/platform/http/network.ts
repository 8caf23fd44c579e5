import { isIPv4 } from 'node:net'

/** Whoever has one IPv6 address has all of their /64. */
export function networkOf(address: string | null): string {
  const plain = (address ?? 'unknown').toLowerCase().replace(/%.*$/, '')
  const mapped = plain.replace(/^::ffff:/, '')
  if (isIPv4(mapped) || !plain.includes(':')) return mapped
  const [head = '', tail] = plain.split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length
  const whole = [...groups, ...Array(missing).fill('0'), ...(tail ?? '').split(':')]
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

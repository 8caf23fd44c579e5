import type { IncomingMessage } from 'node:http'
import { isIPv4 } from 'node:net'
import proxyAddress from '@fastify/proxy-addr'

/** Where a request comes from that Fastify does not see, in its own words. @param trusted proxies that are believed */
export function addressBehind(trusted: string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddress.compile(trusted)
  return (request) => proxyAddress(request, isTrusted)
}

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

/** Whom an address belongs to: an IPv4 address is one caller, of IPv6 each has a whole /64. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  const [before = [], after] = address.split('::').map((part) => part.split(':').filter(Boolean))
  const zeros = after ? Array<string>(8 - before.length - after.length).fill('0') : []
  return `${[...before, ...zeros, ...(after ?? [])].slice(0, 4).join(':')}::/64`
}

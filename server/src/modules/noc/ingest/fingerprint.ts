const BEYOND_ASCII = /[^\0-\x7f]/
const SEPARATOR = '\xff'

/** The UTF-8 of a text as a string of one character per byte; most texts are that already. */
const bytesOf = (text: string) => (BEYOND_ASCII.test(text) ? Buffer.from(text).toString('latin1') : text)

/** FNV-1a of 64 bits, in two halves: the arithmetic stays in 32-bit integers, where BigInt costs several times as much. */
function fnv1a64(bytes: string): string {
  let high = 0xcbf29ce4 | 0
  let low = 0x84222325 | 0
  for (let at = 0; at < bytes.length; at++) {
    low ^= bytes.charCodeAt(at)
    // The prime is 2^40 + 435. Times 435 is done in 16-bit steps for its carry; times 2^40 is the low half moved up.
    const lower = (low & 0xffff) * 435
    const upper = (low >>> 16) * 435 + (lower >>> 16)
    high = (Math.imul(high, 435) + (upper >>> 16) + (low << 8)) | 0
    low = (upper << 16) | (lower & 0xffff)
  }
  return hex(high) + hex(low)
}

const hex = (half: number) => (half >>> 0).toString(16).padStart(8, '0')

/**
 * Alertmanager's identity of a label set: FNV-1a 64 over `name 0xff value 0xff …`, names in bytewise order,
 * as 16 hex digits. Labels with an empty value count; whoever follows Alertmanager drops them first.
 */
export function fingerprint(labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels)
  let text = ''
  for (const name of names.some((name) => BEYOND_ASCII.test(name)) ? inBytewiseOrder(names) : names.sort())
    text += bytesOf(name) + SEPARATOR + bytesOf(labels[name] ?? '') + SEPARATOR
  return fnv1a64(text)
}

function inBytewiseOrder(names: string[]): string[] {
  const pairs = names.map((name) => [name, bytesOf(name)] as const)
  return pairs.sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([name]) => name)
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprint } from './fingerprint.ts'

const vectors: [Record<string, string>, string][] = [
  [{}, 'cbf29ce484222325'],
  [{ alertname: 'AlwaysOn', cluster: 'c1', severity: 'critical', team: 'net' }, '15cc743a3b164be8'],
  [{ alertname: 'Flappy', cluster: 'c1', severity: 'warning' }, 'c15950bab8ea8ef1'],
  [
    {
      alertname: 'InstanceDown',
      code: '200',
      instance: '127.0.0.1:9090',
      job: 'prometheus',
      monitor: 'codelab-monitor',
      severity: 'critical',
    },
    '791cec13fcba0368',
  ],
  [{ alertname: 'Prüfung', b: 'ü' }, '57140f7d37526f32'],
  // Read back from a running Alertmanager 0.25, which takes half a surrogate pair for the replacement character.
  [{ a: '\ud800' }, 'dd22faed59597613'],
  [{ a: '\0' }, 'd3f3718193a8507c'],
]

/** The definition, word for word, in 64-bit arithmetic. */
function reference(labels: Record<string, string>): string {
  let hash = 14695981039346656037n
  const feed = (bytes: Uint8Array) => {
    for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 1099511628211n) & 0xffff_ffff_ffff_ffffn
  }
  const names = Object.keys(labels).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  for (const name of names) {
    feed(Buffer.from(name))
    feed(Uint8Array.of(255))
    feed(Buffer.from(labels[name] ?? ''))
    feed(Uint8Array.of(255))
  }
  return hash.toString(16).padStart(16, '0')
}

const text = fc.string({ unit: 'grapheme', maxLength: 20 })

describe('the fingerprint of a label set', () => {
  it.each(vectors)('%j is %s, as Alertmanager says', (labels, expected) => {
    expect(fingerprint(labels)).toBe(expected)
  })

  it('is FNV-1a over the bytes for any labels', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text), (labels) => {
        expect(fingerprint(labels)).toBe(reference(labels))
      }),
      { numRuns: 500 },
    )
  })

  it('does not depend on the order of the labels', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text), (labels) => {
        expect(fingerprint(Object.fromEntries(Object.entries(labels).reverse()))).toBe(fingerprint(labels))
      }),
    )
  })

  it('orders names by byte, not by UTF-16 unit', () => {
    const labels = { '\u{1f600}': 'a', '\uff5e': 'b' }
    expect(fingerprint(labels)).toBe(reference(labels))
  })
})

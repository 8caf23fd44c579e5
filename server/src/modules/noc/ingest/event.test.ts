import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePostedAlerts } from './alertmanager-api.ts'
import { parseWebhook } from './alertmanager-webhook.ts'
import { type AlertDraft, toEvent } from './event.ts'
import { parseGeneric } from './generic.ts'

const now = new Date('2026-06-01T12:00:00Z')
const config = { resolveTimeoutSeconds: 300 }
const eventOf = (draft: Partial<AlertDraft>) =>
  toEvent(
    { dedupKey: 'k', action: 'trigger', title: 't', labels: {}, severity: null, startsAt: null, ...draft },
    now,
    config,
  )
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`l${i}`, 'x']))

describe('an event', () => {
  it('is cut to the limits of its row, and counts each cut', () => {
    const event = eventOf({
      title: 't'.repeat(1025),
      description: 'ü'.repeat(40_000),
      labels: { ...many(64), ['n'.repeat(129)]: 'dropped' },
      annotations: { ['n'.repeat(129)]: 'v'.repeat(70_000) },
      links: Array.from({ length: 18 }, (_, i) => ({ href: `https://x/${'x'.repeat(i * 121)}`, text: 't' })),
    })
    expect(event.title).toHaveLength(1024)
    expect(event.description).toBe('ü'.repeat(32_768))
    expect(event.labels).toEqual(many(64))
    expect(event.annotations).toEqual({ ['n'.repeat(128)]: 'v'.repeat(65_536) })
    expect(event.links).toHaveLength(16)
    expect(event.truncated).toBe(7)
    expect(eventOf({ labels: many(64), title: 't'.repeat(1024) }).truncated).toBe(0)
  })

  it('is not cut within a character', () => {
    expect(eventOf({ title: `${'t'.repeat(1023)}😀` }).title).toBe('t'.repeat(1023))
    expect(eventOf({ description: `${'t'.repeat(65_535)}ü` }).description).toBe('t'.repeat(65_535))
    expect(eventOf({ description: `\ufeff${'t'.repeat(65_536)}` }).description.startsWith('\ufefft')).toBe(
      true,
    )
  })

  it('has a key of 255 characters or the hash of a longer one', () => {
    expect(eventOf({ dedupKey: 'k'.repeat(255) }).dedupKey).toBe('k'.repeat(255))
    expect(eventOf({ dedupKey: 'k'.repeat(256) }).dedupKey).toMatch(/^sha256:[\da-f]{64}$/)
  })

  it('ends only when it is a resolve, and not further ahead than clocks differ', () => {
    const ahead = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
    expect(eventOf({ endsAt: now }).endsAt).toBeNull()
    expect(eventOf({ action: 'resolve', endsAt: ahead(5), expiresAt: ahead(9) })).toMatchObject({
      endsAt: ahead(5),
      expiresAt: null,
    })
    expect(eventOf({ action: 'resolve', endsAt: ahead(6) }).endsAt).toEqual(now)
  })

  it('keeps a label named __proto__', () => {
    const labels: unknown = JSON.parse('{"__proto__":"x"}')
    const result = parsePostedAlerts([{ labels }], now, config)
    expect(result.kind === 'parsed' && Object.keys(result.events[0]!.labels)).toEqual(['__proto__'])
  })
})

const text = fc.oneof(
  fc.constantFrom('\0', '\ud800', 'a\0b', 'x\udc00y', 'https://x/\0', 'firing', '2026-01-01T00:00:00Z'),
  fc.string({ unit: 'binary' }),
)
const value: fc.Arbitrary<unknown> = fc.oneof(text, text, fc.dictionary(text, text), fc.jsonValue())
const fields = [
  ...['labels', 'annotations', 'fingerprint', 'generatorURL', 'startsAt', 'status'],
  ...['title', 'description', 'dedup_key', 'severity', 'ci', 'links', 'action'],
]
const alert = fc.dictionary(fc.constantFrom(...fields), value)
const hasUnstorable = (item: unknown) => {
  const json = JSON.stringify(item)
  return /\\u0000|\\ud[89a-f]/.test(json)
}

describe('whatever is sent to an adapter', () => {
  it.each([
    ['the Alertmanager API', (body: unknown[]) => parsePostedAlerts(body, now, config)],
    [
      'the webhook',
      (body: unknown[]) => parseWebhook({ alerts: body, groupKey: '\0', status: 'firing' }, now, config),
    ],
    ['generic JSON', (body: unknown[]) => parseGeneric(body, now, config)],
  ])('by %s comes out storable: no NUL, no half of a surrogate pair', (_, parse) => {
    fc.assert(
      fc.property(fc.array(alert, { maxLength: 4 }), (body) => {
        const result = parse(body)
        if (result.kind === 'malformed') return
        expect(hasUnstorable([result.events, result.rejected])).toBe(false)
        for (const { dedupKey, title } of result.events) {
          expect(dedupKey.length).toBeGreaterThan(0)
          expect(dedupKey.length).toBeLessThanOrEqual(255)
          expect(title.length).toBeLessThanOrEqual(1024)
        }
      }),
      { numRuns: 300 },
    )
  })
})

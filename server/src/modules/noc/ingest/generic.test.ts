import { describe, expect, it } from 'vitest'
import type { AlertEvent } from './event.ts'
import { parseGeneric } from './generic.ts'

const now = new Date('2026-06-01T12:00:00Z')
const config = { resolveTimeoutSeconds: 300 }
const started = '2026-06-01T11:00:00Z'

function parse(body: unknown) {
  const result = parseGeneric(body, now, config)
  if (result.kind === 'malformed') throw new Error(result.body.message)
  return result
}
function only(alert: object): AlertEvent {
  const { events, rejected } = parse(alert)
  expect(rejected).toEqual([])
  return events[0]!
}
const nested = (depth: number): object => (depth === 0 ? {} : { inside: nested(depth - 1) })

describe('a body of generic JSON', () => {
  it('is an alert, or up to 1000 of them', () => {
    expect(parse({ title: 'a' }).events).toHaveLength(1)
    expect(parse(Array.from({ length: 1000 }, () => ({ title: 'a' }))).events).toHaveLength(1000)
    expect(parseGeneric(Array(1001).fill({ title: 'a' }), now, config)).toMatchObject({
      kind: 'malformed',
      status: 400,
      body: { message: 'The body holds 1001 alerts; at most 1000 are taken at once.' },
    })
    expect(parseGeneric('x', now, config)).toMatchObject({
      body: { message: 'The body must be an alert or an array of alerts, not a string.' },
    })
  })

  it('keeps its good alerts beside bad ones', () => {
    const { events, rejected } = parse([{ title: 'a' }, {}, { title: 'b' }])
    expect(events.map(({ title }) => title)).toEqual(['a', 'b'])
    expect(rejected).toEqual([{ index: 1, reason: 'title is required' }])
  })
})

describe('a generic alert', () => {
  it.each([
    ['x', 'an alert must be an object, not a string'],
    [{ dedup_key: 'k' }, 'title is required'],
    [{ action: 'resolve' }, 'title is required'],
    [{ title: ['a'] }, 'title must be a string, not an array'],
    [{ title: 'a', action: 'page' }, 'action must be trigger or resolve, not "page"'],
    [{ title: 'a', status: 'odd' }, 'status must be trigger or resolve, not "odd"'],
    [{ title: 'a', status: 1 }, 'status must be a string, not a number'],
    [{ title: 'a', labels: [] }, 'labels must be an object of strings, not an array'],
    [{ title: 'a', labels: { x: {} } }, 'labels.x must be a string, not an object'],
    [{ title: 'a', starts_at: 'now' }, 'starts_at must be a time such as 2026-01-31T23:59:59Z, not "now"'],
    [{ title: 'a', timestamp: 5 }, 'timestamp must be a string, not a number'],
    [
      { title: 'a', starts_at: started, ends_at: '2026-06-01T10:00:00Z' },
      'ends_at must not be before starts_at',
    ],
    [{ title: 'a', ci: { kind: 'x' } }, 'ci.kind must be one of hostname, ip, fqdn, label, id, not "x"'],
    [{ title: 'a', ci: { kind: 'id' } }, 'ci.value is required'],
    [{ title: 'a', links: {} }, 'links must be an array, not an object'],
    [{ title: 'a', links: [{ href: 'javascript:x' }] }, 'links.0.href must be an http or https URL'],
    [{ title: 'a', x: nested(40) }, 'an alert without dedup_key must not be nested deeper than 32 levels'],
  ])('%j is rejected: %s', (alert, reason) => {
    expect(parse([alert]).rejected).toEqual([{ index: 0, reason }])
  })

  it('is taken field by field', () => {
    expect(
      only({
        dedup_key: 'disk:db1',
        action: 'trigger',
        severity: 'major',
        title: 'Disk full',
        description: '98 %',
        labels: { disk: 1, ok: true, gone: null },
        annotations: { note: 'x' },
        ci: 'db1.example.org',
        links: [{ href: 'https://x.example.org' }],
        timestamp: started,
        expires_at: '2026-06-01T13:00:00Z',
        unknown: [],
      }),
    ).toEqual({
      externalId: 'disk:db1@2026-06-01T11:00:00.000Z',
      dedupKey: 'disk:db1',
      action: 'trigger',
      severity: 'high',
      severityRaw: 'major',
      title: 'Disk full',
      description: '98 %',
      labels: { disk: '1', ok: 'true' },
      annotations: { note: 'x' },
      links: [{ href: 'https://x.example.org', text: 'https://x.example.org' }],
      ciRef: { kind: 'fqdn', value: 'db1.example.org' },
      startsAt: new Date(started),
      startsAtAssumed: false,
      endsAt: null,
      expiresAt: new Date('2026-06-01T13:00:00Z'),
      groupKey: null,
      truncated: 0,
    })
  })

  it.each([
    [{ action: 'Resolve' }, 'resolve'],
    [{ status: 'OK' }, 'resolve'],
    [{ status: 'closed', action: 'trigger' }, 'trigger'],
    [{ status: 'PROBLEM' }, 'trigger'],
    [{}, 'trigger'],
    [{ ends_at: '2026-06-01T11:59:00Z' }, 'resolve'],
    [{ ends_at: '2026-06-01T12:01:00Z' }, 'trigger'],
  ])('%j is a %s', (fields, action) => {
    expect(only({ title: 'a', ...fields }).action).toBe(action)
  })

  it('expires at its end, unless it says otherwise', () => {
    const [end, expiry] = ['2026-06-01T12:01:00Z', '2026-06-01T12:30:00Z']
    expect(only({ title: 'a', ends_at: end }).expiresAt).toEqual(new Date(end))
    expect(only({ title: 'a', ends_at: end, expires_at: expiry }).expiresAt).toEqual(new Date(expiry))
  })

  it('that is resolved speaks of its end with its timestamp, and needs no title beside its key', () => {
    expect(only({ dedup_key: 'k', action: 'resolve', timestamp: started })).toMatchObject({
      title: 'k',
      endsAt: new Date(started),
      startsAtAssumed: true,
    })
  })

  it('without a key is known by all it says but when, and whether it is still there', () => {
    const alert = { title: 'a', labels: { x: '1', y: '2' }, host: 'h' }
    const key = only(alert).dedupKey
    expect(key).toMatch(/^sha256:[\da-f]{64}$/)
    const again = {
      host: 'h',
      labels: { y: '2', x: '1' },
      title: 'a',
      status: 'ok',
      timestamp: started,
      ends_at: started,
      expires_at: started,
    }
    expect(only(again).dedupKey).toBe(key)
    expect(only({ ...alert, host: 'other' }).dedupKey).not.toBe(key)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePostedAlerts, postedAnswer } from './alertmanager-api.ts'
import type { AlertEvent } from './event.ts'
import { fingerprint } from './fingerprint.ts'

const now = new Date('2026-06-01T12:00:00Z')
const config = { resolveTimeoutSeconds: 300 }
const at = (time: string) => new Date(`2026-06-01T${time}Z`)

/** Status, code and number of alerts taken for a body. */
function verdict(body: unknown): [status: number, code: number | null, taken: number] {
  const result = parsePostedAlerts(body, now, config)
  if (result.kind === 'malformed') return [result.status, result.body.code, 0]
  return [postedAnswer(result.rejected).status, null, result.events.length]
}
function only(alert: object, using = config): AlertEvent {
  const result = parsePostedAlerts([alert], now, using)
  if (result.kind === 'malformed') throw new Error(result.body.message)
  expect(result.rejected).toEqual([])
  return result.events[0]!
}
const labelled = (more: object) => [{ labels: { a: 'b' }, ...more }]

describe('a body posted to the Alertmanager API', () => {
  // Each verdict was read from a running Alertmanager; of 0.25 but for names beyond ASCII, which it takes since 0.27.
  it.each<[unknown, ReturnType<typeof verdict>]>([
    [undefined, [422, 602, 0]],
    [null, [200, null, 0]],
    [[], [200, null, 0]],
    [{}, [400, 400, 0]],
    ['x', [400, 400, 0]],
    [['x'], [400, 400, 0]],
    [[[]], [400, 400, 0]],
    [[{}], [422, 602, 0]],
    [[{ labels: null }], [422, 602, 0]],
    [[{ labels: {} }], [400, null, 0]],
    [[{ labels: [] }], [400, 400, 0]],
    [[{ labels: 'x' }], [400, 400, 0]],
    [[{ labels: { a: 1 } }], [400, 400, 0]],
    [[{ labels: { a: true } }], [400, 400, 0]],
    [[{ labels: { a: {} } }], [400, 400, 0]],
    [[{ labels: { a: null } }], [400, null, 0]],
    [[{ labels: { a: null, b: 'c' } }], [200, null, 1]],
    [[{ labels: { a: '' } }], [400, null, 0]],
    [[{ labels: { '': 'x' } }], [400, null, 0]],
    [[{ labels: { 'a-b': 'x', ü: 'y' } }], [200, null, 1]],
    [[{ labels: { a: '\ud800' } }], [200, null, 1]],
    [[{ labels: { a: '\0' } }], [200, null, 1]],
    [labelled({ annotations: { x: 1 } }), [400, 400, 0]],
    [labelled({ annotations: [] }), [400, 400, 0]],
    [labelled({ annotations: { '': 'x' } }), [400, null, 0]],
    [labelled({ annotations: null }), [200, null, 1]],
    [labelled({ foo: { x: 1 } }), [200, null, 1]],
    [labelled({ generatorURL: 1 }), [400, 400, 0]],
    [labelled({ generatorURL: 'not a url' }), [422, 601, 0]],
    [labelled({ generatorURL: 'foo' }), [422, 601, 0]],
    [labelled({ generatorURL: ' http://x/' }), [422, 601, 0]],
    [labelled({ generatorURL: 'http://x/%zz' }), [422, 601, 0]],
    [labelled({ generatorURL: 'http://x/\u0001' }), [422, 601, 0]],
    [labelled({ generatorURL: 'http://x:abc/' }), [422, 601, 0]],
    [labelled({ generatorURL: 'http://[::1' }), [422, 601, 0]],
    [labelled({ generatorURL: 'http://a b/' }), [422, 601, 0]],
    [labelled({ generatorURL: 'http://me:a b@x/' }), [422, 601, 0]],
    [labelled({ generatorURL: '' }), [200, null, 1]],
    [labelled({ generatorURL: 'http://x:99999' }), [200, null, 1]],
    [labelled({ generatorURL: 'http://me:x@[::1]:9090/' }), [200, null, 1]],
    [labelled({ generatorURL: 'http://256.1.1.1?q' }), [200, null, 1]],
    [labelled({ generatorURL: '/graph' }), [200, null, 1]],
    [labelled({ generatorURL: 'http://x/a b?q=%zz#c' }), [200, null, 1]],
    [labelled({ generatorURL: 'javascript:alert(1)' }), [200, null, 1]],
    [labelled({ startsAt: 1 }), [400, 400, 0]],
    [labelled({ startsAt: 'yesterday' }), [400, 400, 0]],
    [labelled({ startsAt: '2020-01-01' }), [400, 400, 0]],
    [labelled({ startsAt: '2021-02-30T00:00:00Z' }), [400, 400, 0]],
    [labelled({ startsAt: '2020-01-01T24:00:00Z' }), [400, 400, 0]],
    [labelled({ startsAt: '2020-01-01T00:00:60Z' }), [400, 400, 0]],
    [labelled({ startsAt: '10000-01-01T00:00:00Z' }), [400, 400, 0]],
    [labelled({ startsAt: '2020-01-01t00:00:00z' }), [400, 400, 0]],
    [labelled({ startsAt: '2020-01-00T00:00:00Z' }), [400, 400, 0]],
    [labelled({ startsAt: '2020-01-01T00:00:00' }), [200, null, 1]],
    [labelled({ startsAt: '2020-01-01T00:00Z' }), [200, null, 1]],
    [labelled({ startsAt: '2020-01-01T1:00:00,5Z' }), [200, null, 1]],
    [labelled({ startsAt: '0000-01-01T00:00:00Z' }), [200, null, 1]],
    [labelled({ startsAt: '' }), [200, null, 1]],
    [labelled({ startsAt: null, endsAt: null }), [200, null, 1]],
    [labelled({ startsAt: '2024-01-02T00:00:00Z', endsAt: '2024-01-01T00:00:00Z' }), [400, null, 0]],
    [labelled({ startsAt: '2094-01-01T00:00:00Z' }), [400, null, 0]],
    [labelled({ endsAt: '2094-01-01T00:00:00Z' }), [200, null, 1]],
    [
      [{ labels: { a: 'b' } }, { labels: { a: 1 } }],
      [400, 400, 0],
    ],
    [
      [{ labels: { a: 'b' } }, {}],
      [422, 602, 0],
    ],
    [
      [{ labels: {} }, { labels: { a: 'b' } }],
      [400, null, 1],
    ],
  ])('%j gets the verdict of Alertmanager', (body, expected) => {
    expect(verdict(body)).toEqual(expected)
  })

  it('is refused with the alert and the field by name', () => {
    const messageOf = (body: unknown) => {
      const result = parsePostedAlerts(body, now, config)
      return result.kind === 'malformed' ? result.body.message : null
    }
    expect(messageOf([{}])).toBe('0.labels in body is required')
    expect(messageOf(labelled({ generatorURL: 'foo' }))).toBe(
      '0.generatorURL in body must be of type uri: "foo"',
    )
    expect(messageOf([{ labels: { job: 1 } }])).toBe(
      'parsing alerts body from "" failed, because 0.labels.job must be a string, not a number',
    )
    for (const field of ['startsAt', 'generatorURL'])
      expect(messageOf(labelled({ [field]: '1'.repeat(1e6) }))?.length).toBeLessThan(500)
  })

  it('keeps its good alerts beside bad ones, whose reasons the answer joins', () => {
    const bad = [{ labels: {} }, { labels: { a: 'b' } }, { labels: { '': 'x' } }]
    const result = parsePostedAlerts(bad, now, config)
    expect(result).toMatchObject({ events: [{ labels: { a: 'b' } }], rejected: [{ index: 0 }, { index: 2 }] })
    expect(result.kind === 'parsed' && postedAnswer(result.rejected)).toEqual({
      status: 400,
      body: 'at least one label pair required\ninvalid label set: invalid name ""',
    })
  })

  it('is refused for a time beyond the year 9999, which PostgreSQL would not read back', () => {
    expect(verdict(labelled({ endsAt: '9999-12-31T23:59:59-01:00' }))).toEqual([400, 400, 0])
  })

  it('never throws, whatever the JSON', () => {
    void parsePostedAlerts(labelled({ generatorURL: `http://${':'.repeat(5e6)}x` }), now, config)
    fc.assert(fc.property(fc.jsonValue(), (body) => void parsePostedAlerts(body, now, config)))
    const strange = fc.dictionary(
      fc.constantFrom('labels', 'annotations', 'startsAt', 'endsAt', 'generatorURL'),
      fc.jsonValue(),
    )
    fc.assert(fc.property(fc.array(strange), (body) => void parsePostedAlerts(body, now, config)))
  })
})

describe('a posted alert', () => {
  it('fires until the timeout when it names no times', () => {
    expect(only({ labels: { a: 'b' } })).toMatchObject({
      action: 'trigger',
      startsAt: now,
      startsAtAssumed: true,
      endsAt: null,
      expiresAt: at('12:05:00'),
    })
  })

  it("takes Go's zero time for none, whatever the zone", () => {
    const zero = { startsAt: '0001-01-01T01:00:00+01:00', endsAt: '0001-01-01T00:00:00Z' }
    expect(only({ labels: { a: 'b' }, ...zero })).toMatchObject({ startsAt: now, expiresAt: at('12:05:00') })
  })

  it('expires at its end while that is ahead, and is resolved from then on', () => {
    const ending = (time: string) =>
      only({ labels: { a: 'b' }, startsAt: '2026-06-01T11:00:00Z', endsAt: `2026-06-01T${time}Z` })
    expect(ending('12:00:00.001')).toMatchObject({
      action: 'trigger',
      endsAt: null,
      expiresAt: at('12:00:00.001'),
    })
    expect(ending('12:00:00')).toMatchObject({ action: 'resolve', endsAt: now, expiresAt: null })
  })

  it('with an end in the past and no start began at its end', () => {
    const event = only({ labels: { a: 'b' }, endsAt: '2026-06-01T11:00:00Z' })
    expect(event).toMatchObject({ action: 'resolve', startsAt: at('11:00:00'), startsAtAssumed: true })
  })

  it('that starts more than five minutes ahead starts now', () => {
    const starting = (startsAt: string) =>
      only({ labels: { a: 'b' }, startsAt, endsAt: '2026-06-02T00:00:00Z' })
    expect(starting('2026-06-01T12:05:00Z')).toMatchObject({
      startsAt: at('12:05:00'),
      startsAtAssumed: false,
    })
    expect(starting('2026-06-01T12:05:01Z')).toMatchObject({ startsAt: now, startsAtAssumed: true })
  })

  it('reads offsets and fractions to the millisecond', () => {
    const starting = (startsAt: string) => only({ labels: { a: 'b' }, startsAt }).startsAt
    expect(starting('2026-06-01T13:30:00.123987+02:00')).toEqual(at('11:30:00.123'))
    expect(starting('2026-06-01T06:00:00-05:30')).toEqual(at('11:30:00'))
  })

  it('is known by its fingerprint without empty and ignored labels, and by its start', () => {
    const labels = { alertname: 'Down', replica: 'r1', empty: '' }
    const event = only({ labels, startsAt: '2026-06-01T11:00:00Z' }, {
      ...config,
      ignoredLabels: ['replica'],
    } as typeof config)
    expect(event.labels).toEqual({ alertname: 'Down' })
    expect(event.dedupKey).toBe(fingerprint({ alertname: 'Down' }))
    expect(event.externalId).toBe(`${event.dedupKey}@2026-06-01T11:00:00.000Z`)
  })

  it('keeps its identity when its labels are cut to size', () => {
    const labels = { alertname: 'x'.repeat(2000) }
    const event = only({ labels })
    expect(event.dedupKey).toBe(fingerprint(labels))
    expect(event).toMatchObject({ labels: { alertname: 'x'.repeat(1024) }, truncated: 2 })
  })

  it('says in title, description and links what its annotations say', () => {
    const annotations = {
      summary: 'db1 is down',
      title: 'Down',
      message: 'no answer for 5 m',
      runbook_url: 'https://wiki.example.org/down',
      dashboard_url: 'javascript:alert(1)',
    }
    expect(
      only({
        labels: { alertname: 'Down', severity: 'page' },
        annotations,
        generatorURL: 'http://prom:9090/graph',
      }),
    ).toMatchObject({
      title: 'db1 is down',
      description: 'no answer for 5 m',
      severity: 'critical',
      severityRaw: 'page',
      links: [
        { text: 'Source', href: 'http://prom:9090/graph' },
        { text: 'Runbook', href: 'https://wiki.example.org/down' },
      ],
    })
    expect(only({ labels: { alertname: 'Down', x: 'y' } }).title).toBe('Down')
    expect(only({ labels: { job: 'a', x: 'y' } })).toMatchObject({
      title: 'job="a", x="y"',
      severity: 'warning',
      severityRaw: null,
    })
  })

  it.each([
    [{ instance: '10.1.2.3:9100' }, { kind: 'ip', value: '10.1.2.3' }],
    [{ instance: '[2001:db8::1]:9100' }, { kind: 'ip', value: '2001:db8::1' }],
    [{ instance: '2001:db8::1' }, { kind: 'ip', value: '2001:db8::1' }],
    [
      { instance: 'db1.example.org:9100', host: 'x' },
      { kind: 'fqdn', value: 'db1.example.org' },
    ],
    [{ instance: 'https://example.org:8443/health' }, { kind: 'fqdn', value: 'example.org' }],
    [{ instance: 'db1' }, { kind: 'hostname', value: 'db1' }],
    [
      { host: 'web1', pod: 'p' },
      { kind: 'hostname', value: 'web1' },
    ],
    [{ node: 'n1' }, { kind: 'hostname', value: 'n1' }],
    [{ pod: 'api-0' }, { kind: 'label', value: 'pod=api-0' }],
    [{ job: 'x' }, null],
  ])('of %j concerns %j', (labels, ciRef) => {
    expect(only({ labels }).ciRef).toEqual(ciRef)
  })
})

import { describe, expect, it } from 'vitest'
import { parseWebhook } from './alertmanager-webhook.ts'
import type { AlertEvent, IntegrationConfig } from './event.ts'
import { fingerprint } from './fingerprint.ts'

const now = new Date('2026-06-01T12:00:00Z')
const config: IntegrationConfig = { resolveTimeoutSeconds: 300 }
const started = '2026-06-01T11:00:00Z'

function only(alert: object, group: object = {}, using = config): AlertEvent {
  const result = parseWebhook({ version: '4', alerts: [alert], ...group }, now, using)
  if (result.kind === 'malformed') throw new Error(result.body.message)
  expect(result.rejected).toEqual([])
  return result.events[0]!
}

describe('a body sent to the webhook', () => {
  it.each([
    [null, 'the body must be an object with an array "alerts", not null'],
    [[], 'the body must be an object with an array "alerts", not an array'],
    [{ version: '4', status: 'firing' }, 'the array "alerts" is missing'],
    [{ alerts: {} }, '"alerts" must be an array, not an object'],
    [{ alerts: [], commonLabels: 1 }, 'commonLabels must be an object of strings, not a number'],
  ])('%j is no webhook, and the answer says what is missing', (body, why) => {
    expect(parseWebhook(body, now, config)).toEqual({
      kind: 'malformed',
      status: 400,
      body: { code: 400, message: `This is no Alertmanager webhook: ${why}.` },
    })
  })

  it('makes an event of every alert, names the ones it rejects, and tells how many the sender left out', () => {
    const alerts = [{ labels: { a: 'b' } }, 'x', { labels: {} }, { labels: { a: ['b'] } }]
    expect(parseWebhook({ alerts, truncatedAlerts: 3 }, now, config)).toMatchObject({
      kind: 'parsed',
      truncatedAlerts: 3,
      events: [{ labels: { a: 'b' } }],
      rejected: [
        { index: 1, reason: 'an alert must be an object, not a string' },
        { index: 2, reason: 'labels or a fingerprint of 16 hex digits is required' },
        { index: 3, reason: 'labels.a must be a string, not an array' },
      ],
    })
  })
})

describe('an alert of the webhook', () => {
  it('fires since its start, without an end, in its group', () => {
    const alert = {
      status: 'firing',
      labels: { alertname: 'Down' },
      startsAt: started,
      endsAt: '0001-01-01T00:00:00Z',
    }
    expect(only(alert, { groupKey: '{}:{alertname="Down"}' })).toMatchObject({
      action: 'trigger',
      startsAt: new Date(started),
      startsAtAssumed: false,
      endsAt: null,
      expiresAt: null,
      groupKey: '{}:{alertname="Down"}',
    })
  })

  it('of version 3 has a number for its group', () => {
    expect(only({ labels: { a: 'b' } }, { version: '3', groupKey: 12345 }).groupKey).toBe('12345')
  })

  it('is resolved at its end', () => {
    const endsAt = '2026-06-01T11:30:00Z'
    const event = only({ status: 'resolved', labels: { a: 'b' }, startsAt: started, endsAt })
    expect(event).toMatchObject({ action: 'resolve', endsAt: new Date(endsAt) })
  })

  it.each([
    ['resolved', 'firing', 'resolve'],
    ['FIRING', 'resolved', 'trigger'],
    [undefined, 'resolved', 'resolve'],
    ['alerting', 'resolved', 'resolve'],
    [undefined, undefined, 'trigger'],
    [{ toString: 1 }, undefined, 'trigger'],
  ])('with status %j in a group %j is a %s', (own, group, action) => {
    expect(only({ status: own, labels: { a: 'b' } }, { status: group }).action).toBe(action)
  })

  it('without any status is over once its end has passed', () => {
    expect(only({ labels: { a: 'b' }, endsAt: '2026-06-01T11:59:59Z' }).action).toBe('resolve')
    expect(only({ labels: { a: 'b' }, endsAt: '2026-06-01T12:30:00Z' })).toMatchObject({
      action: 'trigger',
      expiresAt: new Date('2026-06-01T12:30:00Z'),
    })
  })

  it('that fires does not expire at an end that has passed', () => {
    const event = only({ status: 'firing', labels: { a: 'b' }, endsAt: '2026-06-01T11:59:59Z' })
    expect(event).toMatchObject({ action: 'trigger', expiresAt: null })
  })

  it.each([undefined, 'yesterday', 5, '0001-01-01T00:00:00Z'])('with the start %j starts now', (startsAt) => {
    expect(only({ labels: { a: 'b' }, startsAt })).toMatchObject({ startsAt: now, startsAtAssumed: true })
  })

  it('is known by the fingerprint it brings, when that is one', () => {
    expect(only({ labels: { a: 'b' }, fingerprint: 'A1B2C3D4E5F60001' }).dedupKey).toBe('a1b2c3d4e5f60001')
    expect(only({ fingerprint: 'a1b2c3d4e5f60001' }).dedupKey).toBe('a1b2c3d4e5f60001')
    for (const unfit of [undefined, '', 'a1b2', 16])
      expect(only({ labels: { a: 'b' }, fingerprint: unfit }).dedupKey).toBe(fingerprint({ a: 'b' }))
  })

  it('is known by our own fingerprint when the one it brings counts a label we ignore', () => {
    const using = { ...config, ignoredLabels: ['replica'] }
    const alert = { labels: { a: 'b', replica: 'r1' }, fingerprint: 'a1b2c3d4e5f60001' }
    expect(only(alert, {}, using)).toMatchObject({ dedupKey: fingerprint({ a: 'b' }), labels: { a: 'b' } })
  })

  it('has what is common to its group where it says nothing itself, but is known by its own labels', () => {
    const group = {
      commonLabels: { severity: 'critical', a: 'common' },
      commonAnnotations: { summary: 'High CPU' },
    }
    expect(only({ labels: { a: 'own' } }, group)).toMatchObject({
      labels: { a: 'own', severity: 'critical' },
      severity: 'critical',
      title: 'High CPU',
      dedupKey: fingerprint({ a: 'own' }),
    })
  })
})

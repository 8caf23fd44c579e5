import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parsePostedAlerts, postedAnswer } from './alertmanager-api.ts'
import { parseWebhook } from './alertmanager-webhook.ts'
import type { ParsedBody } from './event.ts'

const repository = resolve(import.meta.dirname, '../../../../..')
const shared = resolve(repository, process.env.WATCHDESK_SHARED ?? '../shared')
const now = new Date('2026-06-01T12:00:00Z')
const config = { resolveTimeoutSeconds: 300 }

const filesOf = (kind: string) => {
  const folder = resolve(shared, 'data/alerts', kind)
  return existsSync(folder) ? readdirSync(folder).map((name) => resolve(folder, name)) : []
}
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const parsed = (body: ParsedBody) => {
  if (body.kind === 'malformed') throw new Error(body.body.message)
  return body
}

describe.skipIf(!existsSync(shared))('real samples', () => {
  it('posted to the Alertmanager API get the verdict of Alertmanager itself', () => {
    const verdicts = filesOf('prometheus-to-alertmanager').map((file) => {
      const { events, rejected } = parsed(parsePostedAlerts(read(file), now, config))
      return [file.split('__').at(-2), events.length, postedAnswer(rejected)]
    })
    const taken = { status: 200, body: null }
    expect(verdicts).toEqual([
      ['examples-ha-send_alerts', 6, taken],
      ['template-template_test', 1, taken],
      [
        'keep-providers-dash0_provider-alerts_mock',
        0,
        { status: 400, body: 'at least one label pair required' },
      ],
      ['docs-querying-api', 1, taken],
      ['docs-querying-api', 1, taken],
    ])
  })

  it('of the webhook are all taken, one event per alert', () => {
    const counts = filesOf('alertmanager-v4').map((file) => {
      const { events, rejected } = parsed(parseWebhook(read(file), now, config))
      expect(rejected).toEqual([])
      for (const event of events) {
        expect(event).toMatchObject({ action: 'trigger', endsAt: null, expiresAt: null, truncated: 0 })
        expect(event.dedupKey).toMatch(/^[\da-f]{16}$/)
        expect(event.title).not.toBe('')
      }
      return events.length
    })
    expect(counts).toEqual([1, 1, 1, 2, 3, 1, 1, 2, 1, 3, 1])
  })
})

import { expect, test } from 'vitest'
import { isLocalOnly, snippetsFor } from './snippets.ts'

const textsOf = (kind: keyof typeof snippetsFor, url: string) =>
  snippetsFor[kind](url).map(({ text }) => text)

test('prometheus.yml names host, port and the path that holds the key', () => {
  const [config, amtool] = textsOf('alertmanager', 'http://watch.example:8000/am/wdk_1')
  expect(config).toBe(`alerting:
  alertmanagers:
    - scheme: http
      path_prefix: /am/wdk_1
      static_configs:
        - targets: ['watch.example:8000']`)
  expect(amtool).toContain("--alertmanager.url='http://watch.example:8000/am/wdk_1' alert add")
})

test('a port left out of the address is written for Prometheus, and a path before ours is kept', () => {
  const [config] = textsOf('alertmanager', 'https://example.org/watch/am/wdk_1')
  expect(config).toContain("targets: ['example.org:443']")
  expect(config).toContain('path_prefix: /watch/am/wdk_1')
  expect(textsOf('alertmanager', 'http://example.org/am/wdk_1')[0]).toContain("['example.org:80']")
})

test('alertmanager.yml gets a receiver that also tells of the end', () => {
  const [config] = textsOf(
    'alertmanager-webhook',
    'https://watch.example/api/ingest/alertmanager-webhook/wdk_1/',
  )
  expect(config).toContain("- url: 'https://watch.example/api/ingest/alertmanager-webhook/wdk_1/'")
  expect(config).toContain('send_resolved: true')
})

test('plain JSON is raised and resolved under the same key', () => {
  const bodies = textsOf('generic', 'https://watch.example/api/ingest/generic/wdk_1/').map((command) =>
    JSON.parse(/-d '(.*)'/.exec(command)?.[1] ?? ''),
  )
  expect(bodies[0].title).toBeTruthy()
  expect(bodies[1]).toEqual({ dedup_key: bodies[0].dedup_key, action: 'resolve' })
})

test.each([
  ['http://localhost:8000/am/x', true],
  ['http://127.0.0.1:8000/am/x', true],
  ['http://[::1]:8000/am/x', true],
  ['https://localhost.example.org/am/x', false],
  ['http://10.0.0.5:8000/am/x', false],
])('%s is reached from the server only: %s', (url, expected) => {
  expect(isLocalOnly(url)).toBe(expected)
})

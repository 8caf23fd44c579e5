import type { Message } from '../../../lib/i18n/messages.ts'
import type { Kind } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'

export interface Snippet {
  title: Message
  text: string
}

/** What to paste at the source, and how to try it. `url` is the source's own address, with the key in it. */
export const snippetsFor: Readonly<Record<Kind, (url: string) => Snippet[]>> = {
  alertmanager: (url) => [
    { title: texts.inPrometheus, text: prometheusYml(new URL(url)) },
    { title: texts.withAmtool, text: amtool(url) },
  ],
  'alertmanager-webhook': (url) => [
    { title: texts.inAlertmanager, text: alertmanagerYml(url) },
    { title: texts.tryIt, text: curl(url, { version: '4', status: 'firing', alerts: [testAlert] }) },
  ],
  generic: (url) => [
    { title: texts.raise, text: curl(url, raised) },
    { title: texts.resolve, text: curl(url, { dedup_key: raised.dedup_key, action: 'resolve' }) },
  ],
}

const testAlert = {
  status: 'firing',
  labels: { alertname: 'WatchdeskTest', severity: 'warning' },
  annotations: { summary: 'Test alert' },
}
const raised = { dedup_key: 'watchdesk-test', severity: 'warning', title: 'Test alert' }

function prometheusYml({ protocol, hostname, port, pathname }: URL): string {
  const scheme = protocol.replace(':', '')
  const target = `${hostname}:${port || (scheme === 'https' ? 443 : 80)}`
  return [
    'alerting:',
    '  alertmanagers:',
    `    - scheme: ${scheme}`,
    `      path_prefix: ${pathname}`,
    '      static_configs:',
    `        - targets: ['${target}']`,
  ].join('\n')
}

function alertmanagerYml(url: string): string {
  return [
    'receivers:',
    '  - name: watchdesk',
    '    webhook_configs:',
    `      - url: '${url}'`,
    '        send_resolved: true',
  ].join('\n')
}

function amtool(url: string): string {
  return [
    `amtool --alertmanager.url='${url}' alert add \\`,
    "  alertname=WatchdeskTest severity=warning --annotation=summary='Test alert'",
  ].join('\n')
}

function curl(url: string, body: object): string {
  return [
    `curl -X POST '${url}' \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n')
}

/** Whether only programs on the server itself reach this address. */
export const isLocalOnly = (url: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)

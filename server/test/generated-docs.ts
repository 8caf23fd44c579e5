import type { TSchema } from 'typebox'
import { catalogue, events, modules } from '../src/app/modules.ts'
import { ROLE_KEYS } from '../src/modules/core/core.permissions.ts'
import { PLAIN_EVENTS } from '../src/platform/ledger/events.ts'
import type { Lifecycle } from '../src/platform/lifecycle/lifecycle.ts'
import { stepsOf } from '../src/platform/lifecycle/soundness.ts'
import type { Module } from '../src/platform/module.ts'
import type { AnyResource } from '../src/platform/resource/resource.ts'

const HEADER = '<!-- Made by `npm run generate` from the declarations; do not edit. -->\n'

export const OPEN = new Set(['signed-in', 'public', 'by-key'])

const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** The API's document, as far as it says who may call what. */
export interface AccessDocument {
  paths: Record<string, Record<string, { 'x-access'?: string }>>
}

/** Which built-in role holds which permission, and so may call which operation. */
export function permissionDocs({ paths }: AccessDocument): string {
  const rows = Object.entries(catalogue)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { title, roles }]) => [
      `\`${name}\``,
      title,
      ...ROLE_KEYS.map((role) => (roles.includes(role) ? 'yes' : '')),
    ])
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-access': access = '' }]) => [
      `\`${method.toUpperCase()} ${path}\``,
      access in catalogue ? `\`${access}\`` : access,
      ...ROLE_KEYS.map((role) => (catalogue[access]?.roles.includes(role) || OPEN.has(access) ? 'yes' : '')),
    ]),
  )
  return `${HEADER}# Permissions of the built-in roles

${table(['permission', 'allows', ...ROLE_KEYS], rows)}

# Operations of the built-in roles

What a role may call; which records it sees there, and what its status allows, is the noun's to say. \`signed-in\` is anybody who is,
\`by-key\` who has the key in the address, \`public\` anybody. What no role may call is the superusers' of the installation.

${table(
  ['operation', 'needs', ...ROLE_KEYS],
  operations.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
)}
`
}

/** Every event that a ledger row can tell of, and who reacts to it in the same transaction. */
export function eventDocs(): string {
  const reacting = (event: string) =>
    modules.filter(({ subscribers }) => subscribers && event in subscribers).map(({ name }) => name)
  const rows = [...events.values()]
    .sort((a, b) => (a.event < b.event ? -1 : 1))
    .map(({ event, version, title, after }) => [
      `\`${event}\``,
      String(version),
      title,
      saidIn(after),
      reacting(event).join(', '),
    ])
  return `${HEADER}# Events

What the ledger tells, in \`before\` and \`after\` of each row (\`event_version\` is the version below). Subscribers react in the
transaction of the change; the live stream and the timelines read the same rows.

${table(['event', 'version', 'when', 'what it says', 'who reacts'], rows)}
`
}

/** The fields of a declaration in words; one that names no fields describes itself. */
function saidIn(after: TSchema): string {
  const {
    properties,
    required = [],
    description,
  } = after as TSchema & {
    properties?: Record<string, unknown>
    required?: string[]
    description?: string
  }
  if (!properties) return description ?? ''
  const names = Object.keys(properties)
  return (
    names.map((name) => `\`${name}\`${required.includes(name) ? '' : ' (optional)'}`).join(', ') || 'nothing'
  )
}

/** A page per module: file name and text. */
export function moduleDocs(): [string, string][] {
  return modules.map((module) => [`${module.name}.md`, moduleDoc(module)])
}

function moduleDoc(module: Module): string {
  const permissions = Object.entries(module.permissions).map(([name, { title, roles }]) => [
    `\`${name}\``,
    title,
    roles.join(', '),
  ])
  const jobs = Object.entries(module.jobs ?? {}).map(([name, { cron }]) => [`\`${name}\``, `\`${cron}\``])
  const sections = [
    `${HEADER}# ${module.name}`,
    `## Nouns\n\n${(module.resources ?? []).map(nounDoc).join('\n\n')}`,
    `## Permissions\n\n${table(['permission', 'allows', 'roles'], permissions)}`,
    ...(module.subscribers
      ? [
          `## Reacts to\n\n${Object.keys(module.subscribers)
            .map((event) => `- \`${event}\``)
            .join('\n')}`,
        ]
      : []),
    ...(jobs.length > 0 ? [`## Jobs\n\n${table(['job', 'schedule'], jobs)}`] : []),
  ]
  return `${sections.join('\n\n')}\n`
}

function nounDoc({
  kind,
  path,
  topic,
  permissions,
  plainEvents,
  list,
  lifecycles = [],
}: AnyResource): string {
  const filters = Object.entries(list.filters).map(([name, operators]) => {
    const named = Object.keys(operators).filter(Boolean)
    return named.length > 0 ? `\`${name}\` (${named.join(', ')})` : `\`${name}\``
  })
  return [
    `### ${kind}`,
    `\`${path}/\`, live topic \`${topic}\``,
    table(
      ['to', 'needs'],
      Object.entries(permissions)
        .filter(
          ([verb]) => verb === 'view' || (plainEvents ?? PLAIN_EVENTS).some((event) => event === `${verb}d`),
        )
        .map(([verb, permission]) => [verb, `\`${permission}\``]),
    ),
    `Filters: ${filters.join(', ')}`,
    `Ordering: ${Object.keys(list.ordering).join(', ')}; by default \`${list.defaultOrdering}\`${list.search ? '; full-text search' : ''}`,
    ...lifecycles.map((lifecycle) => `States of \`${lifecycle.field}\`:\n\n${stateDiagram(lifecycle)}`),
  ].join('\n\n')
}

/** What the lifecycle's data says, drawn: the actions on each arrow are those that lead there. */
function stateDiagram(lifecycle: Lifecycle): string {
  const arrows = new Map<string, string[]>()
  for (const { from, name, to } of stepsOf(lifecycle)) {
    const arrow = `${from} --> ${to}`
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), name])
  }
  const isLeft = (status: string) => stepsOf(lifecycle).some(({ from, to }) => from === status && to !== from)
  const ends = Object.keys(lifecycle.statuses).filter((status) => !isLeft(status))
  const lines = [
    `[*] --> ${lifecycle.initial}`,
    ...[...arrows].map(([arrow, names]) => `${arrow}: ${names.join(', ')}`),
    ...ends.map((status) => `${status} --> [*]`),
  ]
  return ['```mermaid', 'stateDiagram-v2', ...lines.map((line) => `  ${line}`), '```'].join('\n')
}

import { glob } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { ROLE_KEYS } from '../modules/core/core.permissions.ts'
import type { Lifecycle } from '../platform/lifecycle/lifecycle.ts'
import { stepsOf, unsoundStatuses } from '../platform/lifecycle/soundness.ts'
import type { AnyResource } from '../platform/resource/resource.ts'
import { catalogue, events, modules, resources, subscribersByEvent } from './modules.ts'

const folder = fileURLToPath(new URL('../modules/', import.meta.url))
const isLifecycle = (value: object): value is Lifecycle => 'statuses' in value && 'actions' in value
const isResource = (value: object): value is AnyResource => 'source' in value && 'present' in value

/** What the modules' files of a role export, by its name. */
async function everyOne<T extends object>(role: string, is: (value: object) => value is T) {
  const found: [name: string, value: T][] = []
  for await (const file of glob(`**/*.${role}.ts`, { cwd: folder })) {
    const exported: Record<string, unknown> = await import(pathToFileURL(folder + file).href)
    for (const [name, value] of Object.entries(exported))
      if (typeof value === 'object' && value !== null && is(value)) found.push([name, value])
  }
  return found
}
const everyLifecycle = () => everyOne('lifecycle', isLifecycle)

test('a noun that is defined is registered by its module, and so counted, drawn and under contract', async () => {
  const defined = await everyOne('schema', isResource)
  expect(defined.length).toBeGreaterThan(20)
  expect(defined.filter(([, noun]) => !resources.includes(noun)).map(([name]) => name)).toEqual([])
})

test('every lifecycle needs declared permissions and demands only what may be sent', async () => {
  const lifecycles = await everyLifecycle()
  expect(lifecycles.map(([name]) => name)).toEqual(
    expect.arrayContaining(['incidentLifecycle', 'alertLifecycle']),
  )
  for (const [, { actions }] of lifecycles) {
    for (const { title, permission, input, requires = [], requiresIf = [] } of Object.values(actions)) {
      expect(Object.keys(catalogue), title).toContain(permission)
      const named = [...requires, ...requiresIf.flatMap((demand) => [demand.field, ...demand.requires])]
      expect(Object.keys(input.properties), title).toEqual(expect.arrayContaining(named))
    }
  }
})

test('a noun’s lifecycle is sound: each status is reached, an open one is left, and no action leads elsewhere', () => {
  const found = resources.flatMap(({ kind, lifecycles = [] }) =>
    lifecycles.map((lifecycle) => ({ name: `${kind}.${lifecycle.field}`, lifecycle })),
  )
  expect(found.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'incident.status',
      'incident.priority_source',
      'incident.major_state',
      'alert.workflow',
    ]),
  )
  for (const { name, lifecycle } of found) {
    expect(unsoundStatuses(lifecycle), name).toEqual([])
    const known = Object.keys(lifecycle.statuses)
    for (const { from, name: action, to } of stepsOf(lifecycle))
      expect(known, `${name}: ${action}`).toEqual(expect.arrayContaining([from, to]))
  }
})

test('a lifecycle is that of a noun, and so told in its events and drawn in its documentation', async () => {
  const drawn = resources.flatMap(({ lifecycles = [] }) => lifecycles)
  for (const [name, lifecycle] of await everyLifecycle()) expect(drawn, name).toContain(lifecycle)
})

const doubles = (words: string[]) => words.filter((word, index) => words.indexOf(word) !== index)

test('no two nouns share a kind, an address or a live topic, and no two modules a permission', () => {
  for (const field of ['kind', 'path', 'topic'] as const)
    expect(doubles(resources.map((resource) => resource[field])), field).toEqual([])
  expect(doubles(modules.flatMap(({ permissions }) => Object.keys(permissions)))).toEqual([])
})

test('every event has a version and says what happened, and nobody waits for one that is declared nowhere', () => {
  for (const { event, version, title } of events.values()) {
    expect(event).toMatch(/^[a-z_]+\.[a-z_]+$/)
    expect(version, event).toBeGreaterThan(0)
    expect(title, event).toMatch(/^[A-Z].*\w/)
  }
  for (const event of subscribersByEvent().keys()) expect([...events.keys()]).toContain(event)
})

const SUPERUSERS_ONLY = ['platform.operate']

test('permissions are held by built-in roles, and the administrator holds every one but the superusers’', () => {
  for (const [name, { roles }] of Object.entries(catalogue)) {
    if (SUPERUSERS_ONLY.includes(name)) continue
    expect(ROLE_KEYS, name).toEqual(expect.arrayContaining([...roles]))
    expect(roles, name).toContain('administrator')
  }
})

import type { TestServer } from '../harness.ts'
import { PASSWORD, unique } from '../harness.ts'
import { clientOf, incidentOf } from '../samples.ts'

type Body = Record<string, unknown>

/** A noun whose records people create, change, replace, delete and restore. */
interface PlainNoun {
  path: string
  kind: string
  create: (server: TestServer) => Body | Promise<Body>
  change: Body
  /** What PUT takes, where that is not what POST took. */
  replace?: () => Body
  /** What is told besides, by the noun's own event: of the record that this one hangs on. */
  besides?: { created?: string[]; deleted?: string[] }
}

const named = () => ({ name: unique('Audited') })
const person = () => ({ username: unique('audited'), email: `${unique('audited')}@example.org` })
const ofIncident = async ({ tenant }: TestServer, body: Body) => ({
  incident_id: await incidentOf(tenant),
  ...body,
})

export const PLAIN_NOUNS: readonly PlainNoun[] = [
  { path: '/api/v1/teams/', kind: 'team', create: named, change: named() },
  { path: '/api/v1/departments/', kind: 'department', create: named, change: named() },
  {
    path: '/api/v1/roles/',
    kind: 'role',
    create: () => ({ ...named(), key: unique('audited').replace('-', '_'), permissions: ['people.view'] }),
    change: { permissions: ['people.view', 'incidents.view'] },
    replace: () => ({ ...named(), permissions: [] }),
  },
  {
    path: '/api/v1/user-permissions/',
    kind: 'user_permission',
    create: async ({ tenant }) => ({
      user_id: (await tenant.person()).userId,
      permission: 'incidents.resolve',
      effect: 'allow',
      reason: 'On duty',
    }),
    change: { reason: 'Still on duty' },
    replace: () => ({ reason: 'On duty again' }),
  },
  {
    path: '/api/v1/organizations/',
    kind: 'organization',
    create: ({ tenant }) => ({ ...named(), parent_id: tenant.organizationId }),
    change: named(),
  },
  {
    path: '/api/v1/users/',
    kind: 'user',
    create: async ({ tenant }) => ({
      ...person(),
      password: PASSWORD,
      roles: ['agent'],
      client_ids: [await clientOf(tenant)],
    }),
    change: { display_name: unique('Audited') },
    replace: () => ({ email: person().email }),
    besides: { created: ['user_role.created', 'user.limited'] },
  },
  {
    path: '/api/v1/user-roles/',
    kind: 'user_role',
    create: async ({ tenant }) => ({ user_id: (await tenant.person()).userId, role: 'agent' }),
    change: { role: 'auditor' },
  },
  { path: '/api/v1/configuration-items/', kind: 'configuration_item', create: named, change: named() },
  {
    path: '/api/v1/incidents/',
    kind: 'incident',
    create: () => ({ title: unique('Audited') }),
    change: { title: 'x' },
  },
  {
    path: '/api/v1/incident-links/',
    kind: 'incident_link',
    create: (server) => ofIncident(server, { type: 'caused_by', change_reference: unique('CHG') }),
    change: { note: 'x' },
    replace: () => ({ note: 'y' }),
    besides: { created: ['incident.linked'], deleted: ['incident.unlinked'] },
  },
  {
    path: '/api/v1/incident-comments/',
    kind: 'incident_comment',
    create: (server) => ofIncident(server, { body: 'x' }),
    change: { body: 'y' },
    replace: () => ({ body: 'z' }),
    besides: { created: ['incident.commented'] },
  },
  {
    path: '/api/v1/incident-workarounds/',
    kind: 'incident_workaround',
    create: (server) => ofIncident(server, { steps: 'x' }),
    change: { steps: 'y' },
    replace: () => ({ steps: 'z' }),
    besides: { created: ['incident.worked_around'] },
  },
  { path: '/api/noc/clients/', kind: 'client', create: named, change: named() },
  {
    path: '/api/noc/sites/',
    kind: 'site',
    create: async ({ tenant }) => ({ ...named(), client_id: await clientOf(tenant) }),
    change: named(),
  },
  {
    path: '/api/noc/integrations/',
    kind: 'integration',
    create: () => ({ ...named(), kind: 'generic' }),
    change: named(),
  },
]

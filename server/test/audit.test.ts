import { describe, expect, test } from 'vitest'
import { auditAccountActions } from './audit/account-actions.ts'
import { createAuditor, nameOf } from './audit/auditor.ts'
import { auditIncidentActions, auditSettings } from './audit/incident-actions.ts'
import { auditNocActions } from './audit/noc-actions.ts'
import { PLAIN_NOUNS } from './audit/nouns.ts'
import { unique, useTestServer } from './harness.ts'
import { incidentOf } from './samples.ts'
import { attach } from './uploads.ts'

// Every operation of the API that changes something is called here once, and its ledger rows are found by the id of the
// request: exactly those that it promises, with who did it. In one file, so that it needs nothing of what others ran.

/** Nobody is signed in yet, or a source speaks and not a person: the ledger rows are held by the tests named here. */
const ELSEWHERE: Record<string, string> = {
  'POST /api/v1/auth/login/': 'written as sign-in: core/auth/auth.test.ts',
  'POST /api/v1/auth/token/': 'written as sign-in: core/auth/auth.test.ts',
  'POST /api/v1/auth/token/refresh/': 'changes no record of the tenant: core/auth/auth.test.ts',
  'POST /api/v1/auth/logout/': 'written as sign-in: core/auth/auth.test.ts',
  'POST /api/v1/auth/accept-invitation/': 'written as sign-in: core/auth/links.test.ts',
  'POST /api/v1/auth/password-reset/': 'the worker writes, for names that there are: core/auth/links.test.ts',
  'POST /api/v1/auth/password-reset/confirm/': 'written as sign-in: core/auth/links.test.ts',
  'POST /api/v1/organizations/{id}/enter/':
    'a superuser’s, in two ledgers: core/organizations/tenant.test.ts',
  'POST /api/ingest/alertmanager-webhook/{key}/': 'one row a batch: noc/ingest/ingest.test.ts',
  'POST /api/ingest/generic/{key}/': 'one row a batch: noc/ingest/ingest.test.ts',
}

const server = useTestServer()
const auditor = createAuditor(server)
const { call, check } = auditor

describe('a call that changes something leaves exactly its ledger rows, with who did it and in which request', () => {
  for (const { path, kind, create, change, replace, besides = {} } of PLAIN_NOUNS)
    test(`${kind}: created, changed, replaced, deleted, restored`, async () => {
      const body = await create(server())
      const created = await call('POST', path, body, `${kind}.created`, ...(besides.created ?? []))
      const url = `${path}${created.id}/`
      await call('PATCH', url, change, `${kind}.updated`)
      await call('PATCH', url, change)
      await call('PUT', url, replace?.() ?? body, `${kind}.updated`)
      await call('DELETE', url, undefined, `${kind}.deleted`, ...(besides.deleted ?? []))
      await call('POST', `${url}restore/`, undefined, `${kind}.restored`)
    })

  test('incident_attachment: sent, renamed, deleted, restored', async () => {
    const path = '/api/v1/incident-attachments/'
    const incident_id = await incidentOf(server().tenant)
    const sent = await attach(auditor.admin, { incident_id })
    const { id } = await check('POST', path, sent, ['incident_attachment.created', 'incident.attached'])
    const url = `${path}${id}/`
    await call('PATCH', url, { description: 'x' }, 'incident_attachment.updated')
    await call('PUT', url, { filename: `${unique('named')}.png` }, 'incident_attachment.updated')
    await call('DELETE', url, undefined, 'incident_attachment.deleted', 'incident.detached')
    await call('POST', `${url}restore/`, undefined, 'incident_attachment.restored')
  })

  test('team: members come and go', async () => {
    const team = (await auditor.admin.post('/api/v1/teams/', { name: unique('Team') })).body
    const member = { user_id: auditor.admin.userId }
    await call('POST', `/api/v1/teams/${team.id}/add_member/`, member, 'team.member_added')
    await call('POST', `/api/v1/teams/${team.id}/remove_member/`, member, 'team.member_removed')
  })

  test('how somebody signs in', () => auditAccountActions(server(), auditor))
  test('user: anonymised', async () => {
    const { userId } = await server().tenant.person()
    await call('POST', `/api/v1/users/${userId}/anonymise/`, {}, 'user.anonymised')
    await call('POST', `/api/v1/users/${userId}/anonymise/`, {})
  })
  test('user: erased after deletion', async () => {
    const { userId } = await server().tenant.person('agent')
    await call('DELETE', `/api/v1/users/${userId}/`, undefined, 'user.deleted')
    await call('POST', `/api/v1/users/${userId}/erase/`, {}, 'user.erased')
  })

  test('incident: every action', () => auditIncidentActions(auditor))
  test('what is set for the whole organization', () => auditSettings(auditor))
  test('alert: every action, and the incident opened from alerts', () => auditNocActions(server(), auditor))
})

test('no operation that changes something was left out', () => {
  const changing = server()
    .operations.filter(({ method }) => method !== 'GET' && method !== 'HEAD')
    .map(nameOf)
  expect(changing.filter((name) => !auditor.called.has(name) && !ELSEWHERE[name])).toEqual([])
  expect(Object.keys(ELSEWHERE).filter((name) => !changing.includes(name))).toEqual([])
})

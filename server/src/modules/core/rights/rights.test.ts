import { expect, test } from 'vitest'
import '../../../app/modules.ts'
import { catalogue } from '../../../platform/module.ts'
import { type Holdings, permissionsOf, rightsAt, rightsEver } from './rights.ts'

type Grant = Holdings['grants'][number]
const NOW = Date.parse('2026-06-01T12:00:00Z')
const later = '2026-06-02T12:00:00Z'

const grant = (role: string, more: Partial<Grant> = {}): Grant => ({
  ...{ role, permissions: null, scope: 'organization', scope_id: null, from: null, until: null },
  ...more,
})
const held = (grants: Grant[], more: Partial<Holdings> = {}): Holdings => ({
  ...{ is_superuser: false, exceptions: [], client_ids: [] },
  ...{ grants, ...more },
})
const except = (effect: 'allow' | 'deny', permission: string, until: string | null = null) => ({
  ...{ effect, permission, until },
})
const limits = (holdings: Holdings) => {
  const { clientIds, teamIds } = rightsAt(holdings, NOW)
  return { clientIds, teamIds }
}
const FREE = { clientIds: null, teamIds: null }

test('permissions are those of all roles and what is allowed, less what is denied', () => {
  const roles = [grant('agent'), grant('night', { permissions: ['incidents.delete', 'of.an.older.version'] })]
  const exceptions = [except('allow', 'metrics.view'), except('deny', 'incidents.resolve')]
  const { permissions } = rightsAt(held(roles, { exceptions }), NOW)
  const wanted = [...permissionsOf(['agent']), 'incidents.delete', 'metrics.view']
  expect([...permissions].sort()).toEqual(wanted.filter((name) => name !== 'incidents.resolve').sort())
})

test('a superuser holds every permission whatever the roles, less what is denied', () => {
  const { permissions } = rightsAt(
    held([], { is_superuser: true, exceptions: [except('deny', 'incidents.delete')] }),
    NOW,
  )
  const wanted = Object.keys(catalogue).filter((name) => name !== 'incidents.delete')
  expect([...permissions].sort()).toEqual(wanted.sort())
})

test('a grant that has not begun gives nothing, and it is known when that changes', () => {
  const rights = rightsAt(held([grant('agent', { from: later }), grant('auditor', { until: later })]), NOW)
  expect(rights.roles).toEqual(['auditor'])
  expect(rights.changesAt).toBe(Date.parse(later))
  expect(rightsAt(held([grant('agent')]), NOW).changesAt).toBe(Number.POSITIVE_INFINITY)
})

test('who holds something for teams or clients only sees no more than these', () => {
  const team = grant('agent', { scope: 'team', scope_id: 7 })
  const client = grant('auditor', { scope: 'client', scope_id: 9 })
  expect(limits(held([team, client]))).toEqual({ clientIds: [9], teamIds: [7] })
  expect(limits(held([team, grant('end_user')]))).toEqual({ clientIds: [], teamIds: [7] })
  expect(limits(held([grant('agent')]))).toEqual(FREE)
})

test('a scoped grant that adds nothing to what is held everywhere limits nothing', () => {
  const team = grant('end_user', { scope: 'team', scope_id: 7 })
  expect(limits(held([team, grant('agent')]))).toEqual(FREE)
  const more = [...permissionsOf(['agent'])].filter((name) => !permissionsOf(['end_user']).has(name))
  const exceptions = more.map((name) => except('deny', name))
  const limited = held([grant('agent', { scope: 'team', scope_id: 7 }), grant('end_user')], { exceptions })
  expect(limits(limited)).toEqual(FREE)
})

test('who is limited to clients stays so whatever is granted', () => {
  const client_ids = [1, 2]
  expect(limits(held([grant('agent')], { client_ids }))).toEqual({ clientIds: [1, 2], teamIds: [] })
  const scoped = [2, 3].map((scope_id) => grant('agent', { scope: 'client', scope_id }))
  const team = grant('agent', { scope: 'team', scope_id: 7 })
  expect(limits(held([...scoped, team], { client_ids }))).toEqual({ clientIds: [2], teamIds: [] })
})

test('what somebody comes to hold counts grants that begin, and no denial that ends', () => {
  const exceptions = [except('deny', 'incidents.view', later), except('deny', 'incidents.create')]
  const { permissions } = rightsEver(held([grant('agent', { from: later })], { exceptions }))
  expect(permissions).toContain('incidents.view')
  expect(permissions).not.toContain('incidents.create')
})

import { PASSWORD, signIn, type TestServer, unique } from '../harness.ts'
import { inAnHour } from '../isolation/records.ts'
import { codeOf, turnOnMfa } from '../totp.ts'
import type { Auditor } from './auditor.ts'

const path = '/api/v1/auth/'

/** What people do about how they sign in, and administrators for them. */
export async function auditAccountActions(server: TestServer, { call }: Auditor) {
  // Nothing is told of a secret that does not count yet.
  const { secret } = await call('POST', `${path}mfa/enable/`, {})
  const code = (steps: number) => codeOf(secret, server, steps)
  await call('POST', `${path}mfa/verify/`, { code: code(-1) }, 'user.mfa_enabled')
  await call('POST', `${path}mfa/disable/`, { password: PASSWORD, code: code(0) }, 'user.mfa_disabled')

  const token = { name: unique('audited'), scopes: ['incidents.view'], expires_at: inAnHour(server) }
  const made = await call('POST', '/api/v1/api-tokens/', token, 'api_token.created')
  await call('DELETE', `/api/v1/api-tokens/${made.id}/`, undefined, 'api_token.deleted')

  const other = await server.tenant.person('agent')
  await turnOnMfa(other, server)
  const disable = `/api/v1/users/${other.userId}/disable_mfa/`
  await call('POST', disable, {}, 'user.mfa_disabled')
  await call('POST', disable, {})
  await call('POST', `/api/v1/users/${other.userId}/view_as/`, {}, 'user.viewed_as')
  const end = `/api/v1/users/${other.userId}/end_sessions/`
  await call('POST', end, {}, 'session.ended')
  await call('POST', end, {})

  const username = unique('invited')
  const newcomer = { username, email: `${username}@example.org` }
  const { id } = await call('POST', '/api/v1/users/', newcomer, 'user.created', 'user.invited')
  await call('POST', `/api/v1/users/${id}/invite/`, {}, 'user.invited')

  const { username: name, url } = server.tenant.administrator
  const elsewhere = await signIn(url, name)
  const sessions = (await elsewhere.get(`${path}sessions/`)).body
  const { id: session } = sessions.find((one: { is_current: boolean }) => one.is_current)
  await call('DELETE', `${path}sessions/${session}/`, undefined, 'session.ended')
  await signIn(url, name)
  await call('POST', `${path}sessions/end_all/`, {}, 'session.ended')

  const passing = 'for a moment only'
  const there = { old_password: PASSWORD, new_password: passing }
  const back = { old_password: passing, new_password: PASSWORD }
  await call('POST', `${path}change-password/`, there, 'user.password_changed')
  await call('POST', '/api/v1/users/change_password/', back, 'user.password_changed')
}

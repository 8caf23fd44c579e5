import { Type } from 'typebox'
import { conflict } from '../../../platform/errors.ts'
import { inPerson, isPublic, needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { Closed, problems } from '../../../platform/http/schema.ts'
import { IdParams, IfMatch, sendRecord, versionOf } from '../../../platform/resource/routes.ts'
import { lockRow, presentRow } from '../../../platform/resource/rows.ts'
import { checkHoldsNoMore } from '../rights/rights.giving.ts'
import { InvitedUser, type UserRow, users } from '../users/user.schema.ts'
import { invite, useLink } from './link.service.ts'
import { Password } from './password.routes.ts'
import { askForReset } from './reset.jobs.ts'
import { peerOf } from './sign-in.answer.ts'

const TAG = 'Authentication'
const Token = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'What stands behind the # of the link',
})
const answers = {
  200: Type.Object({ username: Type.String({ description: 'Who signs in with it now' }) }),
  ...problems(400, 422, 429),
}

/** Invitations and resets. */
export function linkRoutes(app: App) {
  const { throttle, post } = app.auth
  const parts = { door: app.door, ...app.auth }

  const accept = {
    tags: [TAG],
    summary: 'Choose the first password, by the link of an invitation',
    body: Closed({ token: Token, password: Password }),
    response: answers,
  }
  app.post('/api/v1/auth/accept-invitation/', { schema: accept, config: isPublic }, async (request) => {
    const link = { ...request.body, field: 'password' }
    return { username: await useLink(parts, 'invitation', link, peerOf(request)) }
  })

  const ask = {
    tags: [TAG],
    summary: 'Ask for a link to choose a new password; the answer is the same whoever is asked for',
    body: Closed({ username: Type.String({ minLength: 1, maxLength: 150 }) }),
    response: { 202: Type.Object({ detail: Type.String() }), ...problems(400, 429) },
  }
  app.post('/api/v1/auth/password-reset/', { schema: ask, config: isPublic }, async (request, reply) => {
    const { username } = request.body
    await throttle.count(throttle.request(username, request.ip))
    if (post.mailer) await askForReset(app.door, { username, peer: peerOf(request) })
    return reply.code(202).send({ detail: 'Where this account has an address, a link is on its way to it.' })
  })

  const confirm = {
    tags: [TAG],
    summary: 'Choose a new password, by the link of a reset; all sessions end',
    body: Closed({ token: Token, new_password: Password }),
    response: answers,
  }
  app.post('/api/v1/auth/password-reset/confirm/', { schema: confirm, config: isPublic }, async (request) => {
    const { token, new_password: password } = request.body
    const link = { token, password, field: 'new_password' }
    return { username: await useLink(parts, 'reset', link, peerOf(request)) }
  })

  const again = {
    tags: [users.tag],
    summary: 'Invite somebody once more who has not chosen a password; the earlier link ends',
    params: IdParams,
    headers: IfMatch,
    response: { 200: InvitedUser, ...problems(400, 401, 403, 404, 409, 412) },
  }
  const config = { ...needs(users.permissions.create), ...inPerson, mints: true }
  app.post(`${users.path}/:id/invite/`, { schema: again, config }, async (request, reply) => {
    const record = await app.door.write(request.ctx, async (tx) => {
      const { id, invited_at } = await lockRow<UserRow>(tx, users, request.params.id, versionOf(request))
      await checkHoldsNoMore(tx, id)
      if (!invited_at) throw conflict('They have a password already; a forgotten one is reset, not invited.')
      const invitation_url = await invite(tx, post, id)
      return { ...(await presentRow(tx, users, id)), invitation_url }
    })
    return sendRecord(reply, record)
  })
}

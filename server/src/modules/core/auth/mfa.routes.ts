import { Type } from 'typebox'
import { checkInPerson, inPerson, isPublic, needs, signedIn } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { Closed, problems } from '../../../platform/http/schema.ts'
import { IdParams, IfMatch, sendRecord, shown, versionOf } from '../../../platform/resource/routes.ts'
import { lockRow, presentRow } from '../../../platform/resource/rows.ts'
import { checkHoldsNoMore, checkIsAnother } from '../rights/rights.giving.ts'
import { readMe } from '../users/me.queries.ts'
import { users } from '../users/user.schema.ts'
import { checkIsOfHere } from './own-account.service.ts'
import { answerSignIn, Code, InCookie, peerOf, SignedInAnswer } from './sign-in.answer.ts'

const TAG = 'Authentication'
const own = { ...signedIn, ...inPerson }

const Enrolment = Type.Object({
  secret: Type.String({ description: 'For typing, base32' }),
  otpauth_uri: Type.String(),
  qr_code: Type.String({ description: 'The same as a picture: a data URI of SVG' }),
})
const Verification = Closed({
  code: Code,
  mfa_token: Type.Optional(
    Type.String({ maxLength: 200, description: 'Of a sign-in that asked for a code' }),
  ),
  cookie: InCookie,
})
const Enabled = Type.Object({
  mfa_enabled: Type.Literal(true),
  recovery_codes: Type.Array(Type.String(), { description: 'Shown this once; each lets in once' }),
})

export function mfaRoutes(app: App) {
  const { signIn, mfa, principals } = app.auth

  const enable = {
    tags: [TAG],
    summary: 'Ask for a second factor; it is on once mfa/verify/ has taken a code of it',
    response: { 200: Enrolment, ...problems(400, 401, 403, 409) },
  }
  app.post('/api/v1/auth/mfa/enable/', { schema: enable, config: own }, async ({ ctx }, reply) => {
    checkIsOfHere(ctx)
    const { id, username } = await readMe(app.door, ctx.organizationId, ctx.actor.id, ctx.permissions)
    reply.header('cache-control', 'no-store')
    return app.door.write(ctx, (tx) => mfa.enrol(tx, id, username))
  })

  const verify = {
    tags: [TAG],
    summary:
      'Show a code: with mfa_token it completes a sign-in, with an access token it turns the second factor on',
    body: Verification,
    response: { 200: Type.Union([SignedInAnswer, Enabled]), ...problems(400, 401, 403, 409, 422, 429) },
  }
  app.post('/api/v1/auth/mfa/verify/', { schema: verify, config: isPublic }, async (request, reply) => {
    const { mfa_token, code, cookie } = request.body
    if (mfa_token !== undefined)
      return answerSignIn(app, reply, await signIn.withCode(mfa_token, code, peerOf(request)), cookie)
    const ctx = await principals.authenticate(request)
    checkInPerson(ctx)
    reply.header('cache-control', 'no-store')
    return { mfa_enabled: true as const, recovery_codes: await app.auth.own.confirmMfa(ctx, code) }
  })

  const disable = {
    tags: [TAG],
    summary: 'Turn the second factor off',
    body: Closed({ password: Type.String({ minLength: 1, maxLength: 1000 }), code: Code }),
    response: { 204: Type.Null(), ...problems(400, 401, 403, 422, 429) },
  }
  app.post('/api/v1/auth/mfa/disable/', { schema: disable, config: own }, async (request, reply) => {
    const { password, code } = request.body
    await app.auth.own.disableMfa(request.ctx, password, code)
    return reply.code(204).send(null)
  })

  const disableOfUser = {
    tags: [users.tag],
    summary: 'Turn off the second factor of somebody who lost it',
    params: IdParams,
    headers: IfMatch,
    response: { 200: shown(app, users), ...problems(400, 401, 403, 404, 412) },
  }
  const config = { ...needs(users.permissions.update), ...inPerson }
  app.post(`${users.path}/:id/disable_mfa/`, { schema: disableOfUser, config }, async (request, reply) => {
    const record = await app.door.write(request.ctx, async (tx) => {
      const { id } = await lockRow(tx, users, request.params.id, versionOf(request))
      // One's own is turned off with password and code.
      checkIsAnother(tx.ctx, id)
      await checkHoldsNoMore(tx, id)
      const changed = await mfa.turnOff(tx, id)
      return { ...(await presentRow(tx, users, id)), changed }
    })
    return sendRecord(reply, record)
  })
}

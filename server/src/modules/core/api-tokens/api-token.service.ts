import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { can } from '../../../platform/context.ts'
import { databaseTime } from '../../../platform/database-time.ts'
import { conflict, unprocessable } from '../../../platform/errors.ts'
import { insertRow } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { hashToken } from '../auth/tokens.ts'
import { type ApiTokenInput, apiTokens } from './api-token.schema.ts'

export const PREFIX = 'wd_pat_'
const SHOWN = PREFIX.length + 4
const MOST_DAYS = 366

/** @returns its id, and the token, which is nowhere else */
export async function createApiToken(tx: Tx, input: Static<typeof ApiTokenInput>) {
  if (tx.ctx.actor.id === null) throw conflict('A visitor has no API tokens here; make one at home.')
  const strange = input.scopes.find((scope) => !can(tx.ctx, scope))
  if (strange) throw refuse('scopes', 'unknown_permission', `${strange} is no permission of yours`)
  const ahead = Date.parse(input.expires_at) - (await databaseTime(tx)).getTime()
  if (ahead <= 0 || ahead > MOST_DAYS * 24 * 3_600_000)
    throw refuse('expires_at', 'out_of_range', 'must lie ahead, by a year at most')
  const token = PREFIX + randomBytes(32).toString('base64url')
  const id = await insertRow(tx, apiTokens, { ...input, prefix: token.slice(0, SHOWN) })
  await tx.all(sql`select auth.put_api_token(${id}, ${hashToken(token)})`)
  return { id, token }
}

/** With what they were made by: a password that was given anew lets out whoever was in. */
export async function revokeTokensOf(tx: Tx, userId: number) {
  const revoked = await tx.all(sql<{ id: number }>`update api_tokens set deleted_at = app.now(),
    version = version + 1, updated_at = app.now() where created_by = ${userId} and deleted_at is null returning id`)
  for (const { id } of revoked)
    tx.record({
      event: `${apiTokens.kind}.deleted`,
      kind: apiTokens.kind,
      id,
      before: { deleted: false },
      after: { deleted: true },
    })
}

const refuse = (field: string, code: string, detail: string) =>
  unprocessable(`${field}: ${detail}`, [{ field, code, detail }])

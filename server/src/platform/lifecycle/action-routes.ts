import { Type } from 'typebox'
import { needs } from '../http/access.ts'
import type { App } from '../http/app.ts'
import { problems } from '../http/schema.ts'
import type { AnyResource } from '../resource/resource.ts'
import { IdParams, IfMatch, sendRecord, shown, versionOf } from '../resource/routes.ts'
import { presentRow, type Values } from '../resource/rows.ts'
import type { ReadTx, Tx } from '../unit-of-work.ts'
import type { Lifecycle } from './lifecycle.ts'

const Words = Type.Array(Type.String())
const DemandSchema = Type.Object({
  field: Type.String(),
  is: Type.Optional(Words),
  is_not: Type.Optional(Type.Array(Type.Union([Type.Integer(), Type.String()]))),
  requires: Words,
})

/** Part of the record of a noun with a lifecycle. */
export const ActionsSchema = Type.Array(
  Type.Object({
    action: Type.String(),
    requires: Words,
    requires_if: Type.Optional(
      Type.Array(DemandSchema, {
        description: 'Demanded besides, where the field is sent as one of these or none of those',
      }),
    ),
  }),
  { description: 'What the caller may do now, and the fields each action demands' },
)

/** Part of an action's answer: false when it had already taken effect. */
export const Changed = Type.Optional(Type.Boolean())

/** Carries out one action on one record. @returns false when it had already taken effect */
export type Perform<Name extends string> = (
  tx: Tx,
  id: number,
  action: Name,
  input: Values,
  ifMatch: number | undefined,
) => Promise<boolean>

/** `POST <path>/:id/<action>/` for each action; answers the record as it now is. */
export function actionRoutes<Name extends string>(
  app: App,
  resource: AnyResource,
  lifecycle: Lifecycle<string, Name>,
  perform: Perform<Name>,
  path = resource.path,
  names = Object.keys(lifecycle.actions) as Name[],
) {
  for (const name of names) {
    const action = lifecycle.actions[name]
    const schema = {
      tags: [resource.tag],
      summary: `${action.title}${action.requires ? ` (needs ${action.requires.join(', ')})` : ''}`,
      params: IdParams,
      headers: IfMatch,
      body: action.input,
      response: { 200: shown(app, resource), ...problems(400, 401, 403, 404, 409, 412, 422) },
    }
    app.post(`${path}/:id/${name}/`, { schema, config: needs(action.permission) }, async (request, reply) => {
      const { id } = request.params as { id: number }
      const act = (tx: Tx) => perform(tx, id, name, request.body as Values, versionOf(request))
      const present = async (tx: ReadTx, changed: boolean) => {
        return { ...((await presentRow(tx, resource, id)) as Values), changed }
      }
      return sendRecord(reply, await app.door.write(request.ctx, act, present))
    })
  }
}

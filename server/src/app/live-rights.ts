import type { Auth } from '../modules/core/index.ts'
import { can } from '../platform/context.ts'
import type { Rights } from '../platform/live/identity.ts'
import { catalogue, resources } from './modules.ts'

const TOPIC_RIGHTS = resources
  .map(({ permissions }) => permissions.view)
  .filter((right) => right in catalogue)

/** Which changes of the stream are about the people who hear it. */
export const liveRights = ({ principals }: Pick<Auth, 'principals'>): Rights => ({
  concern({ kind, event, ids }) {
    if (kind === 'role' || kind === 'user_role' || kind === 'user_permission') return () => true
    // A visitor is known by their id at home.
    if (kind === 'user')
      return ({ ctx: { actor, viewer } }) =>
        [actor.home?.userId ?? actor.id, viewer?.id].some((id) => ids.includes(id ?? 0))
    if (kind === 'session' && event !== 'session.opened')
      return ({ ctx }) => [ctx.sessionId, ctx.viewer?.sessionId].some((id) => ids.includes(id ?? 0))
    if (kind === 'api_token') return ({ ctx: { actor } }) => ids.includes(actor.tokenId ?? 0)
    return undefined
  },
  forget: principals.forget,
  mayListen: (ctx) => TOPIC_RIGHTS.some((right) => can(ctx, right)),
})

import { Type } from 'typebox'
import { needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { AnyCase, Closed, Id, problems } from '../../../platform/http/schema.ts'
import { actionRoutes } from '../../../platform/lifecycle/action-routes.ts'
import { reading } from '../../../platform/resource/resource.ts'
import { getRoute, IdParams, listRoute } from '../../../platform/resource/routes.ts'
import { getRow, type Values } from '../../../platform/resource/rows.ts'
import { AlertCounts, countOpenAlerts } from './alert.counts.ts'
import { AlertTimelineEntry, alertTimeline } from './alert.happenings.ts'
import { alertLifecycle } from './alert.lifecycle.ts'
import { alerts } from './alert.schema.ts'
import { BULK_ACTIONS, performOnAlert, performOnAlerts } from './alert.service.ts'
import { createUpkeep } from './alert.upkeep.ts'

const MOST_AT_ONCE = 1000
/** More pieces than this are condensed, so that the next who asks has less to add up. */
const MOST_PIECES = 2000

const BulkAction = Closed({
  alert_ids: Type.Array(Id, { minItems: 1, maxItems: MOST_AT_ONCE }),
  action: AnyCase(BULK_ACTIONS),
  comment: Type.Optional(Type.String({ maxLength: 65_536 })),
  user_id: Type.Optional(Id),
  team_id: Type.Optional(Id),
  notes: Type.Optional(Type.String({ maxLength: 65_536 })),
})
const BulkResults = Type.Object({
  results: Type.Array(
    Type.Object({ id: Id, ok: Type.Boolean(), status: Type.String(), detail: Type.Optional(Type.String()) }),
  ),
})

export function alertRoutes(app: App) {
  listRoute(app, alerts)
  getRoute(app, alerts)
  actionRoutes(app, alerts, alertLifecycle, performOnAlert)

  const bulk = {
    tags: [alerts.tag],
    summary: 'Acknowledge, assign or resolve many alerts: all or none',
    body: BulkAction,
    response: { 200: BulkResults, ...problems(400, 401, 403, 404, 409, 422) },
  }
  app.post(
    `${alerts.path}/bulk-action/`,
    { schema: bulk, config: needs('noc:ack') },
    async ({ ctx, body }) => {
      const { alert_ids, action, ...input } = body
      return {
        results: await app.door.write(ctx, (tx) => performOnAlerts(tx, alert_ids, action, input as Values)),
      }
    },
  )

  const timeline = {
    tags: [alerts.tag],
    summary: 'What happened to an alert, newest first',
    params: IdParams,
    response: {
      200: Type.Object({ results: Type.Array(AlertTimelineEntry) }),
      ...problems(400, 401, 403, 404),
    },
  }
  app.get(
    `${alerts.path}/:id/timeline/`,
    { schema: timeline, config: { ...needs('noc:view'), ...reading(alerts, 'read') } },
    async ({ ctx, params }) => ({
      results: await app.door.read(ctx, async (tx) => {
        await getRow(tx, alerts, params.id)
        return alertTimeline(tx, params.id)
      }),
    }),
  )

  const counts = {
    tags: [alerts.tag],
    summary: 'How many alerts are open, by severity and status',
    response: { 200: AlertCounts, ...problems(401, 403) },
  }
  const upkeep = createUpkeep(app)
  const config = { ...needs('noc:view'), ...reading(alerts, 'list') }
  app.get(`${alerts.path}/counts/`, { schema: counts, config }, async ({ ctx }) => {
    const { counts, pieces } = await app.door.read(ctx, countOpenAlerts)
    if (pieces > MOST_PIECES) upkeep(ctx.organizationId)
    return counts
  })
}

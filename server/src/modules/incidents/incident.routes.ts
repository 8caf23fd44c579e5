import { Type } from 'typebox'
import { needs } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { problems } from '../../platform/http/schema.ts'
import { recordTimeline, TimelineEntry } from '../../platform/ledger/timeline.ts'
import { actionRoutes } from '../../platform/lifecycle/action-routes.ts'
import { type ListQuery, listQuerySchema, listRows, pageOf } from '../../platform/list/list.ts'
import { deleteRoutes } from '../../platform/resource/delete-routes.ts'
import {
  createRoute,
  getRoute,
  IdParams,
  IfMatch,
  listRoute,
  sendRecord,
  updateRoutes,
  versionOf,
} from '../../platform/resource/routes.ts'
import { getRow, presentRow } from '../../platform/resource/rows.ts'
import {
  Comment,
  CommentInput,
  CommentText,
  CommentUpdate,
  incidentComments,
} from './comments/comment.schema.ts'
import { addComment, createComment, updateComment } from './comments/comment.service.ts'
import { followUpRoute } from './follow-up/incident-follow-up.routes.ts'
import { incidentLifecycle } from './incident.lifecycle.ts'
import { Incident, IncidentInput, IncidentUpdate, incidents } from './incident.schema.ts'
import { openIncident, performOnIncident, updateIncident } from './incident.service.ts'
import { shownTimeline } from './incident.timeline.ts'
import { incidentPartRoutes } from './incident-part.routes.ts'
import { linkRoutes } from './links/incident-link.routes.ts'
import { majorLifecycle } from './major/major-incident.lifecycle.ts'
import { performOnMajor } from './major/major-incident.service.ts'
import { priorityLifecycle } from './priority/priority.lifecycle.ts'
import { performOnPriority } from './priority/priority.service.ts'
import { priorityMatrixRoutes } from './priority/priority-matrix.routes.ts'
import { settingsRoutes } from './settings/incident-settings.routes.ts'

export function incidentRoutes(app: App) {
  listRoute(app, incidents)
  getRoute(app, incidents)
  createRoute(app, incidents, IncidentInput, openIncident)
  updateRoutes(app, incidents, IncidentUpdate, updateIncident)
  deleteRoutes(app, incidents)
  actionRoutes(app, incidents, incidentLifecycle, performOnIncident)
  actionRoutes(app, incidents, priorityLifecycle, performOnPriority)
  actionRoutes(app, incidents, majorLifecycle, performOnMajor)
  priorityMatrixRoutes(app)
  followUpRoute(app)
  linkRoutes(app)
  settingsRoutes(app)
  commentRoutes(app)
  timelineRoute(app)
  incidentPartRoutes(app)
}

function commentRoutes(app: App) {
  listRoute(app, incidentComments)
  getRoute(app, incidentComments)
  createRoute(app, incidentComments, CommentInput, createComment)
  updateRoutes(app, incidentComments, CommentUpdate, updateComment)
  deleteRoutes(app, incidentComments)

  const url = `${incidents.path}/:id`
  const Commented = Type.Object({ ...Incident.properties, comment: Comment })
  const add = {
    tags: [incidents.tag],
    summary: 'Comment',
    params: IdParams,
    headers: IfMatch,
    body: CommentText,
    response: { 200: Commented, ...problems(400, 401, 403, 404, 412) },
  }
  app.post(
    `${url}/add_comment/`,
    { schema: add, config: needs('incidents.comment') },
    async (request, reply) => {
      const { id } = request.params
      const record = await app.door.write(
        request.ctx,
        (tx) => addComment(tx, id, request.body, versionOf(request)),
        async (tx, commentId) => {
          const [comment, incident] = await Promise.all([
            presentRow(tx, incidentComments, commentId),
            presentRow(tx, incidents, id),
          ])
          return { ...incident, comment }
        },
      )
      return sendRecord(reply, record)
    },
  )

  const { list, source } = incidentComments
  const read = {
    tags: [incidents.tag],
    summary: 'The comments of an incident',
    params: IdParams,
    querystring: listQuerySchema(list),
    response: { 200: pageOf(Comment), ...problems(400, 401, 403, 404) },
  }
  app.get(`${url}/comments/`, { schema: read, config: needs('incidents.view') }, async (request) => {
    const { ctx } = request
    const { id } = request.params
    const page = await app.door.read(ctx, async (tx) => {
      await getRow(tx, incidents, id)
      const query = { ...(request.query as ListQuery), incident_id: id }
      return listRows(tx, list, source, query, `${app.publicUrl}${incidents.path}/${id}/comments/`)
    })
    return { ...page, results: page.results.map((row) => incidentComments.present(row, ctx)) }
  })
}

function timelineRoute(app: App) {
  const schema = {
    tags: [incidents.tag],
    summary: 'What happened to an incident, newest first',
    params: IdParams,
    response: { 200: Type.Object({ results: Type.Array(TimelineEntry) }), ...problems(400, 401, 403, 404) },
  }
  app.get(
    `${incidents.path}/:id/timeline/`,
    { schema, config: needs('incidents.view') },
    async ({ ctx, params }) => {
      const entries = await app.door.read(ctx, async (tx) => {
        await getRow(tx, incidents, params.id)
        return recordTimeline(tx, incidents, params.id)
      })
      return { results: shownTimeline(ctx, entries) }
    },
  )
}

import { needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { IfMatch, sendRecord, versionOf } from '../../../platform/resource/routes.ts'
import { IncidentSettings, IncidentSettingsUpdate } from './incident-settings.schema.ts'
import { readSettings, updateSettings } from './incident-settings.service.ts'

const path = '/api/v1/incident-settings/'
const tags = ['Incident settings']

/** How an organization handles its incidents: one record for each, so without an id. */
export function settingsRoutes(app: App) {
  const read = {
    tags,
    summary: 'Read how incidents are handled',
    response: { 200: IncidentSettings, ...problems(401, 403) },
  }
  app.get(path, { schema: read, config: needs('incidents.view_all') }, async (request, reply) =>
    sendRecord(reply, await app.door.read(request.ctx, readSettings)),
  )
  const change = {
    tags,
    summary: 'Change how incidents are handled',
    headers: IfMatch,
    body: IncidentSettingsUpdate,
    response: { 200: IncidentSettings, ...problems(400, 401, 403, 412) },
  }
  app.patch(path, { schema: change, config: needs('incidents.configure') }, async (request, reply) => {
    const settings = await app.door.write(request.ctx, (tx) =>
      updateSettings(tx, request.body, versionOf(request)),
    )
    return sendRecord(reply, settings)
  })
}

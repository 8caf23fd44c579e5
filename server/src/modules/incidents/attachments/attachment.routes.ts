import { contentRoute, uploadRoute } from '../../../capabilities/attachments/attachment.routes.ts'
import { AttachmentUpdate } from '../../../capabilities/attachments/attachment.schema.ts'
import type { App } from '../../../platform/http/app.ts'
import { deleteRoutes } from '../../../platform/resource/delete-routes.ts'
import { getRoute, listRoute, updateRoutes } from '../../../platform/resource/routes.ts'
import { IncidentUpload, incidentAttachments } from './attachment.schema.ts'
import { attachToIncident, deleteAttachment, updateAttachment } from './attachment.service.ts'

export function attachmentRoutes(app: App) {
  listRoute(app, incidentAttachments)
  getRoute(app, incidentAttachments)
  uploadRoute(app, incidentAttachments, IncidentUpload, attachToIncident)
  updateRoutes(app, incidentAttachments, AttachmentUpdate, updateAttachment)
  deleteRoutes(app, incidentAttachments, deleteAttachment)
  contentRoute(app, incidentAttachments)
}

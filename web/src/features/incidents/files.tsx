import { useQueryClient } from '@tanstack/react-query'
import { Attachments } from '../../components/attachments.tsx'
import { ErrorState, LoadingState } from '../../components/state.tsx'
import { toast } from '../../components/toast-queue.ts'
import { answerOf, api, session } from '../../lib/api/client.ts'
import { saveFile, uploadFile } from '../../lib/api/files.ts'
import { asProblem } from '../../lib/api/problem.ts'
import type { IncidentAttachment } from '../../lib/api/types.ts'
import { usePermission, useUser } from '../../lib/api/use-session.ts'
import { filesKey, useFiles } from './incident-parts.queries.ts'

const pathOf = (id: number) => ({ params: { path: { id } } })

/** The files of the incident; what the staff keeps to itself only they see and send. */
export function Files({ incidentId }: { incidentId: number }) {
  const client = useQueryClient()
  const me = useUser()
  const mayAttach = usePermission('incidents.comment')
  const mayDeleteAll = usePermission('incidents.delete')
  const offersInternal = usePermission('incidents.read_internal')
  const { data: files, error, refetch } = useFiles(incidentId)
  const changed = () => client.invalidateQueries({ queryKey: filesKey(incidentId) })
  if (!files)
    return error ? <ErrorState problem={error} onRetry={() => refetch()} /> : <LoadingState rows={3} />
  return (
    <Attachments
      files={files}
      onDownload={download}
      upload={
        mayAttach
          ? {
              offersInternal,
              send: async (file, { isInternal, ...sending }) => {
                const fields = { incident_id: incidentId, visibility: isInternal ? 'internal' : 'public' }
                await uploadFile(session, '/api/v1/incident-attachments/', fields, file, sending)
                await changed()
              },
            }
          : undefined
      }
      onDelete={
        mayAttach
          ? async ({ id }) => {
              await told(answerOf(api.DELETE('/api/v1/incident-attachments/{id}/', pathOf(id))))
              await changed()
            }
          : undefined
      }
      canDelete={({ uploaded_by }) => mayDeleteAll || uploaded_by?.id === me.id}
    />
  )
}

/** What fails is told as a toast; the list has no better place. */
async function told<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    toast({ title: asProblem(error).message, tone: 'danger' })
    throw error
  }
}

async function download({ id, filename }: IncidentAttachment) {
  const call = api.GET('/api/v1/incident-attachments/{id}/content/', { ...pathOf(id), parseAs: 'blob' })
  const content = await told(answerOf(call)).catch(() => null)
  if (content) saveFile(content as unknown as Blob, filename)
}

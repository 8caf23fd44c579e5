import { networkProblem, problemOf } from './problem.ts'
import type { Session } from './session.ts'

export interface Sending {
  /** From 0 to 1, as far as the bytes have left. */
  onProgress?: (share: number) => void
  signal?: AbortSignal
}

/**
 * Sends a file with its fields, as the routes that take files want them: `uploadFile(session, '/api/v1/incident-attachments/',
 * { incident_id: 7 }, file, { onProgress })`. XMLHttpRequest, because fetch tells nothing of how far it has come.
 * @returns the record that it became; failures are Problems, as of every other call
 */
export async function uploadFile(
  session: Pick<Session, 'token' | 'renew'>,
  path: string,
  fields: Record<string, string | number>,
  file: File,
  sending: Sending = {},
): Promise<unknown> {
  const token = await session.token()
  let response = await send(path, formOf(fields, file), token, sending)
  if (response.status === 401)
    response = await send(path, formOf(fields, file), await session.renew(token), sending)
  if (!response.ok) throw await problemOf(response)
  return response.json()
}

function formOf(fields: Record<string, string | number>, file: File) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value))
  form.append('file', file)
  return form
}

function send(path: string, form: FormData, token: string, { onProgress, signal }: Sending) {
  return new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    request.upload.onprogress = ({ loaded, total, lengthComputable }) =>
      lengthComputable && onProgress?.(loaded / total)
    request.onload = () => {
      const retryAfter = request.getResponseHeader('retry-after')
      const headers = retryAfter ? { 'retry-after': retryAfter } : undefined
      resolve(new Response(request.responseText, { status: request.status, headers }))
    }
    request.onerror = () => reject(networkProblem())
    request.onabort = () => reject(new DOMException('The upload was stopped', 'AbortError'))
    request.onloadend = () => signal?.removeEventListener('abort', abort)
    signal?.addEventListener('abort', abort)
    request.open('POST', path)
    request.setRequestHeader('authorization', `Bearer ${token}`)
    if (signal?.aborted) request.abort()
    else request.send(form)
  })
}

/** Hands what was downloaded to the browser, to be saved under this name. */
export function saveFile(content: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href))
}

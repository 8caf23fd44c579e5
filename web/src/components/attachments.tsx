import { Download, EyeOff, Paperclip, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../lib/i18n/messages.ts'
import { attachmentWords as words } from './attachments.messages.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { IconButton } from './icon-button.tsx'
import { RelativeTime } from './relative-time.tsx'
import { type Upload, UploadBox } from './upload-box.tsx'
import { useFileSize } from './use-file-size.ts'

/** What a list shows of a file, in the names of the API. */
export interface AttachedFile {
  id: number
  filename: string
  size: number
  created_at: string
  visibility?: string
  description?: string
  uploaded_by?: { name: string } | null
}

interface AttachmentsProps<File extends AttachedFile> {
  files: readonly File[]
  onDownload: (file: File) => void | Promise<void>
  /** Without it nothing can be attached. */
  upload?: Upload
  /** Without it nothing can be deleted. */
  onDelete?: (file: File) => void | Promise<void>
  /** Which ones; all of them by default. The server has the last word. */
  canDelete?: (file: File) => boolean
}

/** The files on a record, and the box that takes further ones. Knows no noun: whoever places it talks to the server. */
export function Attachments<File extends AttachedFile>(props: AttachmentsProps<File>) {
  const { files, onDownload, upload, onDelete, canDelete = () => true } = props
  const text = useText()
  const [doomed, setDoomed] = useState<File | null>(null)
  return (
    <section aria-label={text(words.title)} className="flex flex-col gap-2">
      {files.length === 0 ? (
        <p className="text-muted">{text(words.none)}</p>
      ) : (
        <ul className="flex flex-col">
          {files.map((file) => (
            <Line
              key={file.id}
              file={file}
              onDownload={() => onDownload(file)}
              onDelete={onDelete && canDelete(file) ? () => setDoomed(file) : undefined}
            />
          ))}
        </ul>
      )}
      {upload && <UploadBox {...upload} />}
      <ConfirmDialog
        title={text(words.deleteTitle, { name: doomed?.filename ?? '' })}
        confirm={text(words.deleteConfirm)}
        isOpen={doomed !== null}
        isDanger
        onConfirm={async () => {
          if (doomed) await onDelete?.(doomed)
        }}
        onClose={() => setDoomed(null)}
      >
        {text(words.deleteBody)}
      </ConfirmDialog>
    </section>
  )
}

interface LineProps {
  file: AttachedFile
  onDownload: () => void
  onDelete: (() => void) | undefined
}

function Line({ file, onDownload, onDelete }: LineProps) {
  const { filename, size, created_at, visibility, description, uploaded_by } = file
  const text = useText()
  const sizeOf = useFileSize()
  const name = { name: filename }
  return (
    <li className="flex items-center gap-2 rounded-md py-1 ps-1 hover:bg-hover">
      <Paperclip aria-hidden className="size-4 shrink-0 text-faint" />
      <div className="min-w-0 grow">
        <p className="flex items-center gap-1.5">
          <bdi className="truncate font-medium">{filename}</bdi>
          {visibility === 'internal' && (
            <EyeOff aria-label={text(words.internalMark)} className="size-3.5 shrink-0 text-muted" />
          )}
        </p>
        <p className="flex flex-wrap gap-x-1.5 text-faint text-sm">
          <span>{sizeOf(size)}</span>
          {uploaded_by && <span>· {uploaded_by.name}</span>}
          <span>
            · <RelativeTime value={created_at} />
          </span>
        </p>
        {description && <p className="break-words text-muted text-sm">{description}</p>}
      </div>
      <IconButton icon={Download} size="sm" label={text(words.download, name)} onPress={onDownload} />
      {onDelete && <IconButton icon={Trash2} size="sm" label={text(words.delete, name)} onPress={onDelete} />}
    </li>
  )
}

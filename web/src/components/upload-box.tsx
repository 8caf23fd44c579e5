import { Paperclip, X } from 'lucide-react'
import { useState } from 'react'
import { DropZone, FileTrigger, isFileDropItem, ProgressBar } from 'react-aria-components'
import type { Sending } from '../lib/api/files.ts'
import { useText } from '../lib/i18n/messages.ts'
import { attachmentWords as words } from './attachments.messages.ts'
import { Button } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { IconButton } from './icon-button.tsx'
import { ProblemNote } from './problem-note.tsx'
import { useFileSize } from './use-file-size.ts'
import { type Job, useUploads } from './use-uploads.ts'

export interface Upload {
  /** Sends one file and makes the list show it. What it throws is shown beside the file's name. */
  send: (file: File, options: Sending & { isInternal: boolean }) => Promise<void>
  /** What the server takes, where that is known: larger files are not sent. Without it the server refuses them itself. */
  maxBytes?: number
  /** Endings that the file dialog offers, `.png`; all without it. */
  endings?: readonly string[]
  /** May the caller attach for the staff only? */
  offersInternal?: boolean
}

/** Takes files by a dialog or a drop, sends one after the other, and shows how far each has come. */
export function UploadBox({ send, maxBytes, endings, offersInternal }: Upload) {
  const text = useText()
  const sizeOf = useFileSize()
  const [isInternal, setInternal] = useState(false)
  const refusalOf = ({ size }: File) => {
    if (size === 0) return text(words.empty)
    return maxBytes !== undefined && size > maxBytes
      ? text(words.tooLarge, { size: sizeOf(size), limit: sizeOf(maxBytes) })
      : null
  }
  const { jobs, add, remove } = useUploads(
    (file, options) => send(file, { ...options, isInternal }),
    refusalOf,
  )
  return (
    <DropZone
      aria-label={text(words.add)}
      className="flex flex-col gap-2 rounded-md border border-line border-dashed p-2 drop-target:border-accent drop-target:bg-accent-soft"
      onDrop={async ({ items }) =>
        add(await Promise.all(items.filter(isFileDropItem).map((item) => item.getFile())))
      }
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <FileTrigger
          allowsMultiple
          {...(endings && { acceptedFileTypes: endings })}
          onSelect={(files) => files && add([...files])}
        >
          <Button size="sm">
            <Paperclip aria-hidden />
            {text(words.add)}
          </Button>
        </FileTrigger>
        <span className="text-faint text-sm">
          {maxBytes === undefined ? text(words.dropAny) : text(words.drop, { limit: sizeOf(maxBytes) })}
        </span>
        {offersInternal && (
          <Checkbox isSelected={isInternal} onChange={setInternal}>
            {text(words.internal)}
          </Checkbox>
        )}
      </div>
      {jobs.map((job) => (
        <JobLine key={job.id} job={job} onRemove={() => remove(job.id)} />
      ))}
    </DropZone>
  )
}

function JobLine({ job: { file, share, problem }, onRemove }: { job: Job; onRemove: () => void }) {
  const text = useText()
  const name = { name: file.name }
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-0 grow">
        <bdi className="block truncate">{file.name}</bdi>
        {problem ? (
          <ProblemNote problem={problem} knownFields={['file']} />
        ) : (
          <ProgressBar aria-label={text(words.sending, name)} value={share * 100}>
            <div className="h-1 rounded-full bg-sunken">
              <div className="h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
            </div>
          </ProgressBar>
        )}
      </div>
      <IconButton
        icon={X}
        size="sm"
        label={text(problem ? words.dismiss : words.stop, name)}
        onPress={onRemove}
      />
    </div>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { Lock, Send } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Segments } from '../../components/segments.tsx'
import { TextArea } from '../../components/text-field.tsx'
import { answerOf, api } from '../../lib/api/client.ts'
import { asProblem, type Problem } from '../../lib/api/problem.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { isString } from '../../lib/checks.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useCommands } from '../../lib/shortcuts/use-commands.ts'
import { recordKey, type Visibility } from './incident.queries.ts'
import { texts } from './incidents.messages.ts'
import { useDraft } from './use-draft.ts'

const looks = {
  public: {
    frame: 'border-accent/50 bg-accent-soft/60',
    icon: Send,
    label: texts.replyLabel,
    placeholder: texts.writeReply,
    submit: texts.sendReply,
  },
  internal: {
    frame: 'border-notice/50 bg-notice/10',
    icon: Lock,
    label: texts.noteLabel,
    placeholder: texts.writeNote,
    submit: texts.saveNote,
  },
} as const

/** Two ways to write that cannot be mistaken for each other: colour, label and button differ, and each has its own draft. */
export function Composer({ incidentId }: { incidentId: number }) {
  const text = useText()
  const isStaff = usePermission('incidents.read_internal')
  const drafts = {
    public: useDraft(`incident.${incidentId}.public`, isString, ''),
    internal: useDraft(`incident.${incidentId}.internal`, isString, ''),
  }
  const isOnlyNoteBegun = isStaff && drafts.internal[0] !== '' && drafts.public[0] === ''
  const [visibility, setVisibility] = useState<Visibility>(isOnlyNoteBegun ? 'internal' : 'public')
  const frame = useRef<HTMLElement>(null)
  function write(kind: Visibility) {
    setVisibility(kind)
    // The field of the other kind is drawn first, then takes the focus.
    setTimeout(() => frame.current?.querySelector('textarea')?.focus())
  }
  const group = text(texts.group)
  const commands = [
    { id: 'incidents.reply', title: text(texts.focusReply), group, keys: 'r', run: () => write('public') },
    { id: 'incidents.note', title: text(texts.focusNote), group, keys: 'n', run: () => write('internal') },
  ]
  useCommands(isStaff ? commands : commands.slice(0, 1))
  return (
    <section ref={frame} className={`flex flex-col gap-2 rounded-lg border p-3 ${looks[visibility].frame}`}>
      {isStaff && (
        <Segments
          label={text(texts.conversation)}
          value={visibility}
          onChange={(kind) => write(kind as Visibility)}
          options={[
            { id: 'public', label: text(texts.reply) },
            { id: 'internal', label: text(texts.note) },
          ]}
        />
      )}
      <Letter
        key={visibility}
        incidentId={incidentId}
        visibility={visibility}
        draft={drafts[visibility]}
        isStaff={isStaff}
      />
    </section>
  )
}

interface LetterProps {
  incidentId: number
  visibility: Visibility
  draft: readonly [string, (text: string) => void, () => void]
  isStaff: boolean
}

function Letter({ incidentId, visibility, draft: [body, setBody, clear], isStaff }: LetterProps) {
  const text = useText()
  const { icon: Icon, label, placeholder, submit } = looks[visibility]
  const { send, isPending, problem } = useSend(incidentId, visibility, clear)
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(body)
  }
  return (
    <>
      <TextArea
        label={text(isStaff ? label : texts.ownReplyLabel)}
        placeholder={text(isStaff ? placeholder : texts.writeOwnReply)}
        value={body}
        onChange={setBody}
        onKeyDown={onKeyDown}
        isReadOnly={isPending}
        rows={3}
      />
      <ProblemNote problem={problem} />
      <div className="flex items-center gap-3">
        <Button
          kind="primary"
          isPending={isPending}
          isDisabled={body.trim() === ''}
          onPress={() => send(body)}
        >
          {!isPending && <Icon aria-hidden />}
          {text(submit)}
        </Button>
        <span className="hidden sm:inline">
          <Kbd keys="mod+enter" />
        </span>
        {body !== '' && <span className="ms-auto text-faint text-sm">{text(texts.draftKept)}</span>}
      </div>
    </>
  )
}

/** The draft goes only once the server has the text. */
function useSend(id: number, visibility: Visibility, onSent: () => void) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)
  async function send(body: string) {
    if (body.trim() === '' || isPending) return
    setPending(true)
    setProblem(null)
    try {
      const call = api.POST('/api/v1/incidents/{id}/add_comment/', {
        params: { path: { id } },
        body: { body, visibility },
      })
      await answerOf(call)
      onSent()
      await client.invalidateQueries({ queryKey: recordKey(id) })
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      setPending(false)
    }
  }
  return { send, isPending, problem }
}

import type { ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../../../components/button.tsx'
import { Dialog, DialogButtons } from '../../../components/dialog.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { RelativeTime } from '../../../components/relative-time.tsx'
import { fieldErrors } from '../../../lib/api/problem.ts'
import { usePermission } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { settingsTexts as texts } from './settings.messages.ts'
import type { SettingsFormState } from './use-settings-form.ts'

interface SettingsCardProps {
  title: string
  hint?: string
  updatedAt: string | null
  state: SettingsFormState<unknown>
  knownFields: readonly string[]
  /** What is entered cannot be meant; its fields say why. */
  isInvalid?: boolean
  children: ReactNode
}

/** Settings that are saved together. */
export function SettingsCard(props: SettingsCardProps) {
  const { title, hint, updatedAt, state, knownFields, isInvalid = false, children } = props
  const { isDirty, isPending, problem, save, discard, conflict } = state
  const text = useText()
  const mayConfigure = usePermission('incidents.configure')
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-surface">
      <header className="border-line border-b px-5 py-3">
        <h2 className="flex flex-wrap items-baseline gap-x-3 font-semibold text-lg">
          {title}
          <span className="font-normal text-faint text-sm">
            {updatedAt ? (
              <>
                {text(texts.changedAt)} <RelativeTime value={updatedAt} isFocusable />
              </>
            ) : (
              text(texts.asDelivered)
            )}
          </span>
        </h2>
        {hint && <p className="max-w-[70ch] text-muted">{hint}</p>}
      </header>
      <Form
        className="flex flex-col gap-5 px-5 py-4"
        validationErrors={fieldErrors(problem)}
        onSubmit={(event) => {
          event.preventDefault()
          if (!isInvalid) void save()
        }}
      >
        <fieldset disabled={!mayConfigure} className="contents">
          {children}
        </fieldset>
        <ProblemNote problem={problem} knownFields={knownFields} />
        <div className="flex flex-wrap items-center gap-2">
          {mayConfigure && (
            <Button type="submit" kind="primary" isPending={isPending} isDisabled={!isDirty || isInvalid}>
              {text(texts.save)}
            </Button>
          )}
          {isDirty && (
            <>
              <Button kind="quiet" onPress={discard}>
                {text(texts.reset)}
              </Button>
              <span className="text-faint text-sm">{text(texts.unsaved)}</span>
            </>
          )}
        </div>
      </Form>
      {conflict && (
        <Dialog isOpen onClose={conflict.close} title={text(texts.conflictTitle)}>
          <p className="text-muted">{text(texts.conflictBody)}</p>
          <DialogButtons>
            <Button kind="primary" onPress={conflict.keepMine}>
              {text(texts.keepMine)}
            </Button>
            <Button onPress={conflict.takeTheirs}>{text(texts.takeTheirs)}</Button>
          </DialogButtons>
        </Dialog>
      )}
    </section>
  )
}

import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from '../../../components/toast-queue.ts'
import { asProblem, type Problem } from '../../../lib/api/problem.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { settingsTexts as texts } from './settings.messages.ts'

interface Versioned {
  version: number
}

interface SettingsFormOptions<Stored extends Versioned, Form> {
  queryKey: QueryKey
  stored: Stored
  formOf: (stored: Stored) => Form
  read: () => Promise<Stored>
  write: (form: Form, version: number) => Promise<Stored>
}

/**
 * A page of settings that is saved as a whole, over the version that the person began with. When somebody was faster, both versions stay
 * until the person has said which one counts.
 */
export function useSettingsForm<Stored extends Versioned, Form>({
  queryKey,
  stored,
  formOf,
  read,
  write,
}: SettingsFormOptions<Stored, Form>) {
  const text = useText()
  const client = useQueryClient()
  const [edit, setEdit] = useState<{ form: Form; version: number } | null>(null)
  const [theirs, setTheirs] = useState<Stored | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)
  const shown = formOf(stored)
  const form = edit?.form ?? shown
  const isDirty = edit !== null && JSON.stringify(edit.form) !== JSON.stringify(shown)

  function leave(latest?: Stored) {
    if (latest) client.setQueryData(queryKey, latest)
    setEdit(null)
    setTheirs(null)
    setProblem(null)
  }
  async function send(version: number) {
    setPending(true)
    setProblem(null)
    try {
      leave(await write(form, version))
      toast({ title: text(texts.saved), tone: 'good' })
    } catch (error) {
      if (asProblem(error).status === 412) setTheirs(await read())
      else setProblem(asProblem(error))
    } finally {
      setPending(false)
    }
  }
  return {
    form,
    isDirty,
    isPending,
    problem,
    change: (part: Partial<Form>) =>
      setEdit({ form: { ...form, ...part }, version: edit?.version ?? stored.version }),
    save: () => send(edit?.version ?? stored.version).catch((error) => setProblem(asProblem(error))),
    discard: () => leave(),
    conflict: theirs && {
      keepMine: () => {
        setTheirs(null)
        return send(theirs.version).catch((error) => setProblem(asProblem(error)))
      },
      takeTheirs: () => leave(theirs),
      close: () => setTheirs(null),
    },
  }
}

export type SettingsFormState<Form> = Omit<
  ReturnType<typeof useSettingsForm<Versioned, Form>>,
  'form' | 'change'
>

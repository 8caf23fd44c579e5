import type { ReactNode } from 'react'
import { useHeld } from '../lib/api/use-session.ts'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { Page } from './page.tsx'
import { EmptyState } from './state.tsx'

/** A page for those with a permission; others are told which they lack, and nothing is asked of the server. */
export function Needs({
  permission,
  title,
  children,
}: {
  permission: string
  title: string
  children: ReactNode
}) {
  const text = useText()
  if (useHeld(permission)) return children
  return (
    <Page title={title} isFilled>
      <EmptyState title={text(words.forbidden)}>{text(words.forbiddenBody, { permission })}</EmptyState>
    </Page>
  )
}

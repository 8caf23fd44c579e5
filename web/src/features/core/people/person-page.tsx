import type { ReactNode } from 'react'
import { Card } from '../../../components/card.tsx'
import { FactList } from '../../../components/fact-list.tsx'
import { Needs } from '../../../components/needs.tsx'
import { Page } from '../../../components/page.tsx'
import { RelativeTime } from '../../../components/relative-time.tsx'
import { ErrorState, LoadingState } from '../../../components/state.tsx'
import type { User } from '../../../lib/api/types.ts'
import { usePermission } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './people.messages.ts'
import { usePerson } from './people.queries.ts'
import { PersonActions } from './person-actions.tsx'
import { PersonRoles } from './person-roles.tsx'
import { PersonState } from './person-state.tsx'
import { ViewAs } from './view-as.tsx'

export function PersonPage({ id }: { id: number }) {
  const text = useText()
  return (
    <Needs permission="people.view" title={text(texts.person)}>
      <PersonRecord id={id} />
    </Needs>
  )
}

function PersonRecord({ id }: { id: number }) {
  const text = useText()
  const { data: person, error, refetch } = usePerson(id)
  const mayChange = usePermission('people.manage')
  if (!person)
    return (
      <Page title={text(texts.person)}>
        {error ? <ErrorState problem={error} onRetry={() => void refetch()} /> : <LoadingState rows={6} />}
      </Page>
    )
  return (
    <Page
      title={person.display_name}
      note={person.username}
      actions={
        <>
          <ViewAs person={person} />
          {mayChange && !person.anonymised_at && <PersonActions person={person} />}
        </>
      }
    >
      <div className="grid max-w-5xl items-start gap-4 lg:grid-cols-2">
        <Card title={text(texts.person)}>
          <Facts person={person} />
        </Card>
        <PersonRoles person={person} />
      </div>
    </Page>
  )
}

function Facts({ person }: { person: User }) {
  const text = useText()
  const { email, phone, mobile_phone, department, manager, time_zone, last_login_at: at } = person
  const facts: [label: string, value: ReactNode][] = [
    [text(texts.state), <PersonState key="state" person={person} />],
    [text(texts.email), email],
    [text(texts.phone), phone],
    [text(texts.mobile), mobile_phone],
    [text(texts.department), department?.name],
    [text(texts.manager), manager?.name],
    [text(texts.timeZone), time_zone],
    [text(texts.lastSignIn), at ? <RelativeTime key="at" value={at} isFocusable /> : text(texts.never)],
  ]
  return <FactList facts={facts} />
}

import { Tabs } from '../../components/tabs.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { Conversation } from './conversation.tsx'
import { Files } from './files.tsx'
import { History } from './history.tsx'
import { useFiles, useWorkarounds } from './incident-parts.queries.ts'
import { IncidentProperties } from './incident-properties.tsx'
import { texts } from './incidents.messages.ts'
import { relatedTexts } from './related.messages.ts'
import { Related, relatedCount } from './related.tsx'
import { workaroundTexts } from './workarounds.messages.ts'
import { Workarounds } from './workarounds.tsx'

interface RecordTabsProps {
  incident: Incident
  mayEdit: boolean
  /** On narrow windows the properties are a tab too. */
  hasDetails: boolean
}

/** Which workarounds there are is asked by those who may read them only. */
export function RecordTabs(props: RecordTabsProps) {
  const isStaff = usePermission('incidents.read_internal')
  return isStaff ? <StaffTabs {...props} /> : <Sections {...props} />
}

function StaffTabs(props: RecordTabsProps) {
  const { data } = useWorkarounds(props.incident.id)
  return <Sections {...props} workarounds={data?.length ?? 0} />
}

/** A count of nothing says nothing. */
const counted = (count: number | undefined) => count || undefined

/** Whoever reported it gets no tab that has nothing for them. */
function Sections({
  incident,
  mayEdit,
  hasDetails,
  workarounds,
}: RecordTabsProps & { workarounds?: number }) {
  const text = useText()
  const [search, setSearch] = useUrlState()
  const { data: files } = useFiles(incident.id)
  const related = relatedCount(incident, usePermission('incidents.view_all'))
  const properties = (
    <div className="-mx-4 -mt-3">
      <IncidentProperties incident={incident} mayEdit={mayEdit} />
    </div>
  )
  const tabs = [
    { id: 'conversation', title: text(texts.conversation), content: <Conversation incident={incident} /> },
    hasDetails && { id: 'details', title: text(texts.details), content: properties },
    (mayEdit || related > 0) && {
      id: 'related',
      title: text(relatedTexts.related),
      count: counted(related),
      content: <Related incident={incident} mayEdit={mayEdit} />,
    },
    {
      id: 'files',
      title: text(texts.files),
      count: counted(files?.length),
      content: <Files incidentId={incident.id} />,
    },
    workarounds !== undefined && {
      id: 'workarounds',
      title: text(workaroundTexts.title),
      count: counted(workarounds),
      content: <Workarounds incident={incident} />,
    },
    { id: 'history', title: text(texts.history), content: <History incident={incident} /> },
  ].filter((tab) => tab !== false)
  const open = tabs.some(({ id }) => id === search.tab) ? search.tab : 'conversation'
  return (
    <Tabs
      label={text(texts.sections)}
      tabs={tabs}
      value={open}
      onChange={(id) => setSearch({ tab: id === 'conversation' ? undefined : id }, { replace: true })}
    />
  )
}

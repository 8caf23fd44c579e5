import { Page } from '../../components/page.tsx'
import { EmptyState } from '../../components/state.tsx'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { texts } from './audit.messages.ts'
import { AuditFilters } from './audit-filters.tsx'
import { useChanges, useReads, viewOf } from './trail.query.ts'
import { useChangeColumns, useReadColumns } from './trail-columns.tsx'
import { TrailList } from './trail-list.tsx'

/** Who changed what, and who read what: for those who must answer for it. */
export function AuditPage() {
  const text = useText()
  const [search] = useUrlState()
  if (!usePermission('audit.view'))
    return (
      <Page title={text(texts.audit)} isFilled>
        <EmptyState title={text(texts.forbidden)}>{text(texts.forbiddenBody)}</EmptyState>
      </Page>
    )
  return (
    <Page title={text(texts.audit)} isFilled bar={<AuditFilters />}>
      {viewOf(search) === 'reads' ? <Reads /> : <Changes />}
    </Page>
  )
}

function Changes() {
  const text = useText()
  const [search] = useUrlState()
  return (
    <TrailList
      id="audit.changes"
      label={text(texts.changes)}
      list={useChanges(search)}
      columns={useChangeColumns()}
    />
  )
}

function Reads() {
  const text = useText()
  const [search] = useUrlState()
  return (
    <TrailList
      id="audit.reads"
      label={text(texts.reads)}
      list={useReads(search)}
      columns={useReadColumns()}
    />
  )
}

import { Button } from '../../components/button.tsx'
import { FilterBar, FilterChip } from '../../components/filter-bar.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Segments } from '../../components/segments.tsx'
import { useStatusName } from '../../components/status-badge.tsx'
import { ToggleChip } from '../../components/toggle-chip.tsx'
import { usePermission, useUser } from '../../lib/api/use-session.ts'
import { statusWords } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { fieldWords, majorWords, priorityWords } from './incident-fields.messages.ts'
import { useOptions } from './incident-words.ts'
import { texts } from './incidents.messages.ts'
import { defaultStatus, isNarrowed, markNames, marksIn, withMarks, withoutFilters } from './queue.query.ts'

/** Every filter is a key of the address, named as the API names it. */
export function QueueFilters() {
  const text = useText()
  const options = useOptions()
  const nameOf = useStatusName()
  const me = String(useUser().id)
  const seesAll = usePermission('incidents.view_all')
  const [search, setSearch] = useUrlState()
  const views = [
    { id: 'open', label: text(texts.statusOpen) },
    { id: 'on_hold', label: text(statusWords.on_hold) },
    { id: 'resolved', label: text(statusWords.resolved) },
    { id: 'closed', label: text(statusWords.closed) },
    { id: 'all', label: text(texts.statusAll) },
  ]
  const status = search.status ?? (search.status__in ? undefined : defaultStatus)
  // A link may ask for a status that has no place of its own.
  const isOther = status !== undefined && !views.some(({ id }) => id === status)
  const statuses = isOther ? [...views, { id: status, label: nameOf(status) }] : views
  return (
    <FilterBar label={text(texts.filters)}>
      <Segments
        label={text(texts.statusFilter)}
        options={statuses}
        value={status}
        onChange={(id) => setSearch({ status: id === defaultStatus ? undefined : id, status__in: undefined })}
      />
      <SearchBox
        label={text(texts.search)}
        value={search.search ?? ''}
        onChange={(typed) => setSearch({ search: typed || undefined }, { replace: true })}
      />
      {seesAll && (
        <>
          <ToggleChip
            label={text(texts.mine)}
            isOn={search.assignee_id === me}
            onChange={(isOn) =>
              setSearch({ assignee_id: isOn ? me : undefined, assignee_id__isnull: undefined })
            }
          />
          <ToggleChip
            label={text(texts.unassigned)}
            isOn={search.assignee_id__isnull === 'true'}
            onChange={(isOn) =>
              setSearch({ assignee_id__isnull: isOn ? 'true' : undefined, assignee_id: undefined })
            }
          />
        </>
      )}
      <FilterChip
        label={text(fieldWords.priority)}
        options={options(priorityWords)}
        value={search.priority__in?.split(',') ?? []}
        onChange={(ids) => setSearch({ priority__in: ids.toSorted().join(',') || undefined })}
      />
      {seesAll && <StaffFilters />}
      {isNarrowed(search) && (
        <Button size="sm" kind="quiet" onPress={() => setSearch(withoutFilters)}>
          {text(texts.clearFilters)}
        </Button>
      )}
    </FilterBar>
  )
}

/** What the desk narrows its queue to, besides the fields. */
function StaffFilters() {
  const text = useText()
  const options = useOptions()
  const [search, setSearch] = useUrlState()
  const names = {
    vip: texts.vipOnly,
    escalated: texts.escalatedOnly,
    byHand: texts.byHandOnly,
    reviewDue: texts.reviewDueOnly,
  }
  return (
    <>
      <FilterChip
        label={text(texts.major)}
        options={options(majorWords)}
        value={(search.major_state__in ?? search.major_state)?.split(',') ?? []}
        onChange={(ids) =>
          setSearch({ major_state__in: ids.toSorted().join(',') || undefined, major_state: undefined })
        }
      />
      <FilterChip
        label={text(texts.flags)}
        options={markNames.map((mark) => ({ id: mark, label: text(names[mark]) }))}
        value={marksIn(search)}
        onChange={(ids) => setSearch(withMarks(ids))}
      />
    </>
  )
}

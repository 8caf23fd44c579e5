import { Button } from '../../components/button.tsx'
import { FilterBar, FilterChip } from '../../components/filter-bar.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Segments } from '../../components/segments.tsx'
import { ToggleChip } from '../../components/toggle-chip.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { kindWords, readWords, texts } from './audit.messages.ts'
import { useKindName } from './entry.words.ts'
import { isNarrowed, viewOf, withoutFilters } from './trail.query.ts'

const PERIODS = [1, 7, 30, 90]

/** Every filter is a key of the address, named as the API names it. */
export function AuditFilters() {
  const text = useText()
  const kindName = useKindName()
  const [search, setSearch] = useUrlState()
  const view = viewOf(search)
  const optionsOf = (words: Record<string, { id: string; defaultMessage: string }>) =>
    Object.entries(words).map(([id, word]) => ({ id, label: text(word) }))
  const typed = (key: string) => ({
    value: search[key] ?? '',
    onChange: (entered: string) => setSearch({ [key]: entered || undefined }, { replace: true }),
  })
  const chosen = (key: string) => ({
    value: search[key]?.split(',') ?? [],
    onChange: (ids: string[]) => setSearch({ [key]: ids.toSorted().join(',') || undefined }),
  })
  return (
    <FilterBar label={text(texts.filters)}>
      <Segments
        label={text(texts.view)}
        options={[
          { id: 'changes', label: text(texts.changes) },
          { id: 'reads', label: text(texts.reads) },
        ]}
        value={view}
        onChange={(id) => setSearch({ view: id === 'reads' ? id : undefined })}
      />
      <SearchBox label={text(texts.byName)} {...typed('actor_name__icontains')} />
      {view === 'changes' ? (
        <SearchBox label={text(texts.byEvent)} {...typed('event__icontains')} />
      ) : (
        <FilterChip label={text(texts.action)} options={optionsOf(readWords)} {...chosen('action__in')} />
      )}
      <FilterChip label={text(texts.kind)} options={optionsOf(kindWords)} {...chosen('subject_kind__in')} />
      <FilterChip
        label={text(texts.period)}
        options={PERIODS.map((days) => ({ id: String(days), label: text(texts.days, { days }) }))}
        isSingle
        {...chosen('since')}
      />
      {search.subject_kind && (
        <ToggleChip
          label={text(texts.oneRecord, { kind: kindName(search.subject_kind), id: search.subject_id ?? '' })}
          isOn
          onChange={() => setSearch({ subject_kind: undefined, subject_id: undefined })}
        />
      )}
      {search.request_id && (
        <ToggleChip
          label={text(texts.oneRequest)}
          isOn
          onChange={() => setSearch({ request_id: undefined })}
        />
      )}
      {isNarrowed(search) && (
        <Button size="sm" kind="quiet" onPress={() => setSearch(withoutFilters)}>
          {text(texts.clearFilters)}
        </Button>
      )}
    </FilterBar>
  )
}

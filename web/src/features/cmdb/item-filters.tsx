import { Button } from '../../components/button.tsx'
import { FilterBar, FilterChip } from '../../components/filter-bar.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { criticalityWords, fieldWords, lifeWords, texts } from './cmdb.messages.ts'
import { isNarrowed, withoutFilters } from './item.queries.ts'
import { useItemOptions } from './item-words.tsx'

/** Every filter is a key of the address, named as the API names it. */
export function ItemFilters() {
  const text = useText()
  const options = useItemOptions()
  const [search, setSearch] = useUrlState()
  return (
    <FilterBar label={text(texts.filters)}>
      <SearchBox
        label={text(texts.search)}
        value={search.search ?? ''}
        onChange={(typed) => setSearch({ search: typed || undefined }, { replace: true })}
      />
      <FilterChip
        label={text(fieldWords.status)}
        options={options(lifeWords)}
        value={search.status__in?.split(',') ?? []}
        onChange={(ids) => setSearch({ status__in: ids.join(',') || undefined })}
      />
      <FilterChip
        label={text(fieldWords.criticality)}
        options={options(criticalityWords)}
        value={search.criticality__in?.split(',') ?? []}
        onChange={(ids) => setSearch({ criticality__in: ids.join(',') || undefined })}
      />
      {isNarrowed(search) && (
        <Button size="sm" kind="quiet" onPress={() => setSearch(withoutFilters)}>
          {text(texts.clearFilters)}
        </Button>
      )}
    </FilterBar>
  )
}

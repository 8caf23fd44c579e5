import { useNavigate } from '@tanstack/react-router'
import { useMedia } from '../../lib/media.ts'
import { useUrlState } from '../../lib/url/search.ts'

/** Which alert stands open beside the list, by the address; where there is no room beside, an alert has its own page. */
export function useOpening() {
  const hasRoom = useMedia('(min-width: 1024px)')
  const navigate = useNavigate()
  const [search, setSearch] = useUrlState()
  const id = hasRoom && search.alert ? Number(search.alert) : undefined
  return {
    id,
    open(alert: number) {
      if (hasRoom) setSearch({ alert: String(alert) }, { replace: id !== undefined })
      else navigate({ to: '/noc/alerts/$id', params: { id: String(alert) } })
    },
    close: () => setSearch({ alert: undefined }, { replace: true }),
  }
}

export type Opening = ReturnType<typeof useOpening>

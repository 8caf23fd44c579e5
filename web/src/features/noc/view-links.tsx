import { Link } from '@tanstack/react-router'
import { useText } from '../../lib/i18n/messages.ts'
import { type Search, useUrlState } from '../../lib/url/search.ts'
import { ACTIVE } from './alert-query.ts'
import { texts } from './noc.messages.ts'

const views = {
  active: {},
  open: { workflow: 'open' },
  acknowledged: { workflow: 'acknowledged' },
  suppressed: { status: 'suppressed' },
  resolved: { workflow: 'resolved' },
  all: { workflow__in: `${ACTIVE},resolved` },
} satisfies Partial<Record<keyof typeof texts, Search>>

const isOfView = (key: string) => /^(workflow|status)(__|$)/.test(key)
const viewPart = (search: Search) =>
  JSON.stringify(Object.entries(search).filter(([key, value]) => isOfView(key) && value))

/** The same filters over what is open, acknowledged, and so on. Links, so that a view can be opened in another tab. */
export function ViewLinks() {
  const text = useText()
  const [search] = useUrlState()
  const others = Object.fromEntries(Object.entries(search).filter(([key]) => !isOfView(key)))
  return (
    <nav
      aria-label={text(texts.views)}
      className="flex max-w-full overflow-x-auto rounded-md bg-sunken p-0.5"
    >
      {(Object.keys(views) as (keyof typeof views)[]).map((view) => {
        const isCurrent = viewPart(views[view]) === viewPart(search)
        return (
          <Link
            key={view}
            to="/noc/alerts"
            search={{ ...others, ...views[view] }}
            aria-current={isCurrent ? 'true' : undefined}
            activeProps={{}}
            className={`flex h-6 items-center whitespace-nowrap rounded-sm px-2 max-sm:px-1.5 font-medium text-sm ${isCurrent ? 'bg-surface text-ink shadow-xs' : 'text-muted hover:text-ink'}`}
          >
            {text(texts[view])}
          </Link>
        )
      })}
    </nav>
  )
}

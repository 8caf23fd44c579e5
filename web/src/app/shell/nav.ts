import { BellRing, Cable, type LucideIcon, Server, SlidersHorizontal, TriangleAlert } from 'lucide-react'
import { useSession } from '../../lib/api/use-session.ts'
import type { Message } from '../../lib/i18n/messages.ts'
import { texts } from '../app.messages.ts'

interface NavItem {
  path: '/noc/alerts' | '/noc/integrations' | '/incidents' | '/cmdb/items' | '/settings/incidents'
  title: Message
  icon: LucideIcon
  permission: string
  keys: string
}

export interface NavGroup {
  title: Message
  items: NavItem[]
}

const groups: NavGroup[] = [
  {
    title: texts.watch,
    items: [
      { path: '/noc/alerts', title: texts.alerts, icon: BellRing, permission: 'noc:view', keys: 'g n' },
      { path: '/noc/integrations', title: texts.sources, icon: Cable, permission: 'noc:view', keys: 'g s' },
    ],
  },
  {
    title: texts.desk,
    items: [
      {
        path: '/incidents',
        title: texts.incidents,
        icon: TriangleAlert,
        permission: 'incidents.view',
        keys: 'g i',
      },
      { path: '/cmdb/items', title: texts.items, icon: Server, permission: 'cmdb.view', keys: 'g c' },
    ],
  },
  {
    title: texts.manage,
    items: [
      {
        path: '/settings/incidents',
        title: texts.incidentSettings,
        icon: SlidersHorizontal,
        permission: 'incidents.configure',
        keys: 'g ,',
      },
    ],
  },
]

/** The places that this person may enter, by room. */
export function useNav(): NavGroup[] {
  const permissions = useSession().user?.permissions ?? []
  const allowed = groups.map((group) => ({
    ...group,
    items: group.items.filter(({ permission }) => permissions.includes(permission)),
  }))
  return allowed.filter(({ items }) => items.length > 0)
}

import {
  BellRing,
  Building2,
  Cable,
  Handshake,
  type LucideIcon,
  ScrollText,
  Server,
  ShieldCheck,
  SlidersHorizontal,
  TriangleAlert,
  Users,
  UsersRound,
} from 'lucide-react'
import { useSession } from '../../lib/api/use-session.ts'
import type { Message } from '../../lib/i18n/messages.ts'
import { texts } from '../app.messages.ts'

interface NavItem {
  path:
    | '/noc/alerts'
    | '/noc/integrations'
    | '/noc/clients'
    | '/incidents'
    | '/cmdb/items'
    | '/settings/incidents'
    | '/people'
    | '/teams'
    | '/roles'
    | '/organizations'
    | '/audit'
  title: Message
  icon: LucideIcon
  permission: string
  keys: string
}

export interface NavGroup {
  title: Message
  items: NavItem[]
}

export const groups: NavGroup[] = [
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
      { path: '/people', title: texts.people, icon: UsersRound, permission: 'people.manage', keys: 'g p' },
      { path: '/teams', title: texts.teams, icon: Users, permission: 'people.manage', keys: 'g t' },
      { path: '/roles', title: texts.roles, icon: ShieldCheck, permission: 'roles.grant', keys: 'g r' },
      {
        path: '/organizations',
        title: texts.organizations,
        icon: Building2,
        permission: 'organizations.manage',
        keys: 'g o',
      },
      {
        path: '/noc/clients',
        title: texts.clients,
        icon: Handshake,
        permission: 'noc:configure',
        keys: 'g e',
      },
      {
        path: '/settings/incidents',
        title: texts.incidentSettings,
        icon: SlidersHorizontal,
        permission: 'incidents.configure',
        keys: 'g ,',
      },
      { path: '/audit', title: texts.audit, icon: ScrollText, permission: 'audit.view', keys: 'g l' },
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

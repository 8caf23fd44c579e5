import type { RoleKey } from '../../server/src/modules/core/index.ts'

export interface Person {
  username: string
  name: string
  roles: RoleKey[]
  isVip: boolean
  /** Where somebody who reports belongs to: the client's code. */
  client?: string
}

export interface Team {
  key: TeamKey
  name: string
  description: string
  manager: string
  /** The team that work goes to when it is too much. */
  nextTier: TeamKey | null
  members: string[]
}

export type TeamKey = 'desk' | 'network' | 'servers' | 'workplace' | 'applications' | 'noc'

const person = (name: string, ...roles: RoleKey[]): Person => ({
  username: usernameOf(name),
  name,
  roles,
  isVip: false,
})

const PLAIN: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', é: 'e', ç: 'c', ı: 'i' }
export const usernameOf = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[äöüßéçı]/g, (sign) => PLAIN[sign] ?? sign)
    .replaceAll(' ', '.')

/** The same people in every demo: whoever shows it knows them by name. */
export const STAFF: Person[] = [
  person('Mara Lindner', 'manager'),
  person('Henrik Vogt', 'manager', 'change_manager'),
  person('Jonas Weber', 'agent'),
  person('Aylin Demir', 'agent'),
  person('Sophie Krüger', 'agent'),
  person('Tom Becker', 'agent'),
  person('Priya Nair', 'agent'),
  person('Lukas Brandt', 'agent'),
  person('Elena Petrova', 'agent', 'problem_manager'),
  person('David Osei', 'agent'),
  person('Katrin Sommer', 'agent', 'asset_manager'),
  person('Miguel Santos', 'agent'),
  person('Nina Albrecht', 'agent'),
  person('Oliver Grant', 'agent'),
  person('Lea Hoffmann', 'noc_operator'),
  person('Florian Maurer', 'noc_operator'),
  person('Grace Kimani', 'noc_operator'),
  person('Ruth Engel', 'auditor'),
]

export const TEAMS: Team[] = [
  {
    key: 'applications',
    name: 'Applications',
    description: 'ERP, mail, web shops and what else people work in; third tier',
    manager: 'henrik.vogt',
    nextTier: null,
    members: ['elena.petrova', 'nina.albrecht', 'oliver.grant'],
  },
  {
    key: 'servers',
    name: 'Server & Storage',
    description: 'Virtual machines, storage, backup, databases',
    manager: 'henrik.vogt',
    nextTier: 'applications',
    members: ['lukas.brandt', 'david.osei', 'elena.petrova'],
  },
  {
    key: 'network',
    name: 'Netzbetrieb',
    description: 'Backbone, access, firewalls and VPN',
    manager: 'henrik.vogt',
    nextTier: 'servers',
    members: ['tom.becker', 'priya.nair', 'miguel.santos'],
  },
  {
    key: 'workplace',
    name: 'Workplace',
    description: 'Notebooks, printers, phones and meeting rooms',
    manager: 'mara.lindner',
    nextTier: 'servers',
    members: ['katrin.sommer', 'sophie.krueger'],
  },
  {
    key: 'desk',
    name: 'Service Desk',
    description: 'First contact for everybody, first tier',
    manager: 'mara.lindner',
    nextTier: 'workplace',
    members: ['jonas.weber', 'aylin.demir', 'sophie.krueger'],
  },
  {
    key: 'noc',
    name: 'Leitstand',
    description: 'Watches the network around the clock',
    manager: 'mara.lindner',
    nextTier: 'network',
    members: ['lea.hoffmann', 'florian.maurer', 'grace.kimani'],
  },
]

export const MANAGERS = ['mara.lindner', 'henrik.vogt'] as const
export const DISPATCHERS = ['jonas.weber', 'aylin.demir', 'sophie.krueger'] as const
export const OPERATORS = ['lea.hoffmann', 'florian.maurer', 'grace.kimani'] as const
export const teamOf = (key: TeamKey) => TEAMS.find((team) => team.key === key) as Team

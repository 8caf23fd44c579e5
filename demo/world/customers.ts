import type { Random } from '../../faults/random.ts'
import { type Person, usernameOf } from './staff.ts'

export interface Customer {
  name: string
  code: string
  /** How many places it has. */
  sites: number
}

/** The network's own sites and links belong to somebody as well. */
export const BACKBONE: Customer = { name: 'Nordwind Backbone', code: 'NWB', sites: 0 }

/** Whom the organization serves; made up, all of them. */
export const CUSTOMERS: Customer[] = [
  { name: 'Hansekontor Logistik', code: 'HKL', sites: 4 },
  { name: 'Stadtwerke Auenburg', code: 'SWA', sites: 3 },
  { name: 'Klinikum Sankt Vinzenz', code: 'KSV', sites: 2 },
  { name: 'Brightwater Insurance', code: 'BWI', sites: 2 },
  { name: 'Möbelhaus Tannert', code: 'MHT', sites: 4 },
  { name: 'Rheingold Brauerei', code: 'RGB', sites: 2 },
  { name: 'Fischer & Sohn Maschinenbau', code: 'FSM', sites: 2 },
  { name: 'Universität Elbtal', code: 'UET', sites: 2 },
  { name: 'Quantum Retail Group', code: 'QRG', sites: 5 },
  { name: 'Sparbank Oderland', code: 'SBO', sites: 3 },
  { name: 'Lindenhof Seniorenresidenzen', code: 'LSR', sites: 3 },
  { name: 'Atlas Freight Services', code: 'AFS', sites: 2 },
  { name: 'Verlag Morgenrot', code: 'VMR', sites: 1 },
  { name: 'Gemeinde Seefeld', code: 'GSF', sites: 1 },
  { name: 'Nordlicht Energie', code: 'NLE', sites: 2 },
  { name: 'Kaltenbach Pharma', code: 'KBP', sites: 2 },
  { name: 'Hotelgruppe Belvedere', code: 'HGB', sites: 3 },
  { name: 'Redwood Analytics', code: 'RWA', sites: 1 },
  { name: 'Bäckerei Kornblum', code: 'BKB', sites: 4 },
]

const FIRST = (
  'Anna Ben Clara Dennis Emma Felix Greta Hannes Ines Jakob Karla Leon Mia Noah Olivia Paul Rosa Simon Thea Viktor ' +
  'Wiebke Yusuf Zoe Amelia George Harriet Callum Ingrid Mehmet Fatma Giulia Pierre Aisha Kwame Chen Marek'
).split(' ')
const LAST = (
  'Schmidt Neumann Richter Wolf Schäfer Bauer Franke Huber Kaiser Peters Lang Scholz Möller Jansen Krause Busch ' +
  'Yilmaz Kowalski Rossi Taylor Murphy Hughes Novak Fontaine Hartmann Seidel Pohl Ziegler Winkler Voss'
).split(' ')
const VIPS = 4

/** People who report, each of one customer. The first few are those whom one does not keep waiting. */
export function makeRequesters(random: Random, count: number): Person[] {
  const people = new Map<string, Person>()
  while (people.size < count) {
    const name = `${random.pick(FIRST)} ${random.pick(LAST)}`
    const username = usernameOf(name)
    if (people.has(username)) continue
    const client = CUSTOMERS[people.size % CUSTOMERS.length]?.code ?? ''
    people.set(username, { username, name, roles: ['end_user'], isVip: people.size < VIPS, client })
  }
  return [...people.values()]
}

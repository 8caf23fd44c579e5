import { compare } from '../compare.ts'
import { startBare } from '../limits/bare.start.ts'
import { runStatements } from '../limits/pgbench.ts'
import { record } from '../limits/record.ts'
import type { Call } from '../load/call.ts'
import { runWrk, warmUp } from '../load/wrk.ts'
import type { Aim, Result } from '../result.ts'
import { type Bench, onStage } from '../stage.ts'

interface TicketWork {
  name: string
  work: string
  call: Call
  /** The same for the bare server. */
  bare: Pick<Call, 'path'>
  /** The hole's values to warm up with and to record. */
  recorded: [Record<string, number>, Record<string, number>]
  aims: Aim[]
}

const CONNECTIONS = 16
const ANY: [number, number] = [100_001, 200_000]
const OPEN: [number, number] = [190_001, 200_000]
const PEOPLE: [number, number] = [20_001, 20_200]
const quickEnough: Aim[] = [
  { of: 'p99', atMost: 50 },
  { of: 'errors', atMost: 0 },
]
const shareOfBare = (atLeast: number): Aim[] => [{ of: 'value', against: 'bare', atLeast }, ...quickEnough]

const base = '/api/v1/incidents/'
const description =
  'No carrier on the uplink for more than 60 seconds. Users on floor 3 have no network. Checked cable and SFP.'
const list = { method: 'GET', holes: {} } as const
const active = 'status_category=active&ordering=-updated_at&page_size=25'

/** Each noun's everyday work, with 100,000 incidents in the tenant. */
export const TICKET_WORK: TicketWork[] = [
  {
    name: 'read',
    work: 'read one incident',
    call: { method: 'GET', path: `${base}{{id}}/`, holes: { id: ANY } },
    bare: { path: '/incidents/{{id}}' },
    recorded: [{ id: 123_456 }, { id: 154_321 }],
    aims: shareOfBare(0.5),
  },
  {
    name: 'list',
    work: 'list 25 of 100,000, by page and with its count',
    call: { ...list, path: `${base}?${active}` },
    bare: { path: '/incidents?status_category=active&count=1' },
    recorded: [{}, {}],
    aims: shareOfBare(0.6),
  },
  {
    name: 'list-cursor',
    work: 'list 25 of 100,000, by cursor',
    call: { ...list, path: `${base}?${active}&cursor=` },
    bare: { path: '/incidents?status_category=active' },
    recorded: [{}, {}],
    aims: shareOfBare(0.6),
  },
  {
    name: 'create',
    work: 'create an incident',
    call: {
      method: 'POST',
      path: base,
      body: JSON.stringify({ title: 'Uplink down at site {{site}}', description, impact: 2, urgency: 2 }),
      holes: { site: [10_000, 99_999] },
    },
    bare: { path: '/incidents' },
    recorded: [{ site: 12_345 }, { site: 54_321 }],
    aims: shareOfBare(0.5),
  },
  {
    name: 'action',
    work: 'assign an incident',
    call: {
      method: 'POST',
      path: `${base}{{id}}/assign/`,
      body: '{"assignee_id":{{assignee}}}',
      holes: { id: OPEN, assignee: PEOPLE },
    },
    bare: { path: '/incidents/{{id}}/assign' },
    recorded: [
      { id: 194_321, assignee: 20_011 },
      { id: 195_432, assignee: 20_099 },
    ],
    aims: shareOfBare(0.5),
  },
  {
    name: 'comment',
    work: 'comment on an incident',
    call: {
      method: 'POST',
      path: `${base}{{id}}/add_comment/`,
      body: '{"body":"Replaced the SFP module, link is up again; watching for an hour before closing."}',
      holes: { id: ANY },
    },
    bare: { path: '/incidents/{{id}}/comments' },
    recorded: [{ id: 123_456 }, { id: 154_321 }],
    aims: shareOfBare(0.5),
  },
]

export function measureTickets(
  bench: Bench,
  { name, work, call, bare, recorded, aims }: TicketWork,
): Promise<Result[]> {
  return onStage(bench, async (stage) => {
    const { tools, options } = bench
    const replay = await record(stage, call, recorded)
    const bareUrl = await startBare(stage)
    const load = { connections: CONNECTIONS, seconds: options.seconds }
    const ours: Call = { ...call, headers: { authorization: `Bearer ${stage.token}` } }
    const theirs: Call = { ...call, ...bare }
    const result = await compare(stage, {
      scenario: name,
      work: `${work}, c=${CONNECTIONS}`,
      aims,
      warm: {
        ours: () => warmUp(tools.wrk, stage.api.url, ours, CONNECTIONS),
        bare: () => warmUp(tools.wrk, bareUrl, theirs, CONNECTIONS),
      },
      lanes: {
        ours: () => runWrk(tools.wrk, stage.api.url, ours, load),
        pgbench: () => runStatements(stage, replay, options.seconds),
        bare: () => runWrk(tools.wrk, bareUrl, theirs, load),
      },
    })
    return [result]
  })
}

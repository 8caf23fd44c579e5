import type { Result } from '../result.ts'
import type { Bench } from '../stage.ts'
import { measureConsole } from './console.ts'
import { measureFanOut } from './fan-out.ts'
import { INGEST_WORK, measureIngest } from './ingest.ts'
import { measureLoginFlood } from './login-flood.ts'
import { measureMemory, measureStart } from './processes.ts'
import { measureTickets, TICKET_WORK } from './tickets.ts'

export interface Scenario {
  name: string
  run(bench: Bench): Promise<Result[]>
}

export const SCENARIOS: Scenario[] = [
  ...TICKET_WORK.map((work) => ({ name: work.name, run: (bench: Bench) => measureTickets(bench, work) })),
  ...INGEST_WORK.map((work) => ({ name: work.name, run: (bench: Bench) => measureIngest(bench, work) })),
  { name: 'live', run: measureFanOut },
  { name: 'console', run: measureConsole },
  { name: 'login-flood', run: measureLoginFlood },
  { name: 'start', run: measureStart },
  { name: 'memory', run: measureMemory },
]

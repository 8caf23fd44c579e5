import { flapping } from './flapping.ts'
import { maintenance } from './maintenance.ts'
import { majorIncident } from './major-incident.ts'
import { monthEnd } from './month-end.ts'
import { nocStorm } from './noc-storm.ts'

/** By the name that the command line takes. */
export const scenarios = {
  'noc-storm': nocStorm,
  flapping,
  maintenance,
  'major-incident': majorIncident,
  'month-end': monthEnd,
}

export type ScenarioName = keyof typeof scenarios
export const scenarioNames = Object.keys(scenarios) as ScenarioName[]

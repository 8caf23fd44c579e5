import type { Contract } from '../contract.ts'
import type { World } from './world.ts'

/** Hook: each created, updated and deleted record arrives on `resource.topic`. Needs the live stream of `/ws/noc/`. */
export function liveRules(
  _contract: Contract,
  _change: NonNullable<Contract['change']>,
  _world: () => World,
) {}

import { describe } from 'vitest'
import { resourceEvents } from '../src/platform/ledger/events.ts'
import type { AnyResource } from '../src/platform/resource/resource.ts'
import { accessRules } from './contract/access.ts'
import { changingRules } from './contract/changing.ts'
import { creatingRules } from './contract/creating.ts'
import { deletingRules } from './contract/deleting.ts'
import { filteringRules } from './contract/filtering.ts'
import { liveRules } from './contract/live.ts'
import { matchingRules } from './contract/matching.ts'
import { pagingRules } from './contract/paging.ts'
import { refusingRules } from './contract/refusing.ts'
import { repeatingRules } from './contract/repeating.ts'
import { replayingRules } from './contract/replaying.ts'
import { searchingRules } from './contract/searching.ts'
import { prepareWorld } from './contract/world.ts'
import type { TestServer, TestTenant } from './harness.ts'

export type Body = Record<string, unknown>
type Maker<Made> = (tenant: TestTenant, n: number) => Made | Promise<Made>

/** What the rules cannot read from the resource itself. Fields and routes that a noun lacks are left out. */
export interface Contract {
  resource: AnyResource
  server: () => TestServer
  /** The n-th body that POST takes, with every field that may be sent; no two clash in what must be unique. */
  create?: Maker<Body>
  /** How the n-th record comes about where people cannot create it. @returns its id */
  make?: Maker<number>
  /** Fields to PATCH, each to a value that no record has yet. */
  change?: () => Body
  /** What PUT takes, where that is not what POST takes. */
  replace?: Maker<Body>
  /** Changes to a good body that POST refuses, 400 unless said otherwise, and the field it names. */
  invalid?: readonly { body: Body; field: string; status?: 400 | 422 }[]
  /** The field whose words the search finds. */
  searchable?: string
  /** A body for each `<path>/:id/<action>/` that takes no empty one. */
  actions?: Record<string, Body>
  /** The actions that are those of the installation's superusers: 403 to every administrator. */
  superusers?: readonly string[]
  /** Its records are those of every tenant: for the installation's superusers, and 403 to everybody else. */
  isOfInstallation?: boolean
}

/** The rules that every noun keeps, read from its resource: one call beside each noun. */
export function resourceContract(contract: Contract) {
  describe(`the contract of ${contract.resource.path}/`, () => {
    const world = prepareWorld(contract)
    accessRules(contract, world)
    pagingRules(contract, world)
    filteringRules(contract, world)
    if (contract.searchable) searchingRules(contract, contract.searchable, world)
    if (contract.create) {
      creatingRules(contract, contract.create, world)
      refusingRules(contract, contract.create, world)
      repeatingRules(contract, contract.create, world)
    }
    if (contract.change) {
      changingRules(contract, contract.change, world)
      deletingRules(contract, world)
      liveRules(contract, contract.change, world)
    }
    matchingRules(contract, world)
    // What only the product derives has no history of its own.
    if (resourceEvents(contract.resource).length > 0) replayingRules(contract, world)
  })
}

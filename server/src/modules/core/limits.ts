import type { Limit } from '../../platform/list/limit.ts'

declare module '../../platform/context.ts' {
  interface Context {
    /** The clients and the teams this actor is limited to; null, as for the product itself: all of the organization's. */
    clientIds?: readonly number[] | null
    teamIds?: readonly number[] | null
  }
  interface Actor {
    /** Of somebody of another organization, who is known by that one's records alone: their id here is null. */
    home?: { organizationId: number; userId: number }
    /** The API token that speaks for the person. */
    tokenId?: number
  }
}

/** People may be limited to some of the organization's clients: they see, write and point to what is theirs. */
export const clientLimit: Limit = { field: 'client_id', ids: ({ clientIds }) => clientIds }

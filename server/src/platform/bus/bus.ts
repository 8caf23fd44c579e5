import type { Block } from '../allowance.ts'

/** What one process calls out to the others; none of it is a fact that lies nowhere else. */
export type Call = 'committed' | 'sealed' | 'ticks'

export interface BusListener {
  onCall(call: Call, text: string): void
  /** It was away, and calls may have been missed. */
  onReturn(): void
}

/** A quicker way between processes than the database. It may be absent or away at any time, and nothing is wrong then. */
export interface Bus {
  /** Would a call be carried now? Otherwise PostgreSQL does it. */
  isUp(): boolean
  /** @returns whether it was taken */
  publish(call: Call, text?: string): Promise<boolean>
  listen(listener: BusListener): void
  /** One of a holder's few seats, across all processes; true as well while nobody can count them. */
  takeSeat(holder: string, seat: string, limit: number): Promise<boolean>
  leaveSeat(holder: string, seat: string): void
  /** Part of what a key has of in one window; null while nobody can count. */
  takeBlock(key: string, wanted: number, most: number, seconds: number): Promise<Block | null>
  /** Says again who sits where: one that was started anew has forgotten. */
  keepSeats(taken: Iterable<readonly [holder: string, seat: string]>): void
  close(): Promise<void>
}

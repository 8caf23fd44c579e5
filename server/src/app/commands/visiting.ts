import type pg from 'pg'
import { systemClock } from '../../platform/clock.ts'
import { createPool, createPools, type DatabaseAddress } from '../../platform/database.ts'
import { createDoor, type Door } from '../../platform/unit-of-work.ts'
import type { Config } from '../config.ts'
import { type Database, visitDatabase } from '../database.ts'
import { events, subscribersByEvent } from '../modules.ts'
import { refuseSchemaGap } from '../schema-gap.ts'
import { say } from './command.ts'

/** The database for one command, running or started for it. */
export async function visit<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await visitDatabase(config, say)
  try {
    return await work(database)
  } finally {
    await database.stop()
  }
}

/** A door of the command's own; the relay of whoever runs the product seals what goes through it. */
export async function useDoor<T>(
  address: DatabaseAddress,
  work: (parts: { door: Door; pool: pg.Pool }) => Promise<T>,
): Promise<T> {
  const pools = createPools(address, { size: 2, name: 'set-up' })
  const pool = createPool(address, { size: 1, name: 'set-up', role: 'none' })
  try {
    const subscribers = subscribersByEvent()
    return await work({
      door: createDoor({ pools, clock: systemClock, events, subscribers, onCommit: () => {} }),
      pool,
    })
  } finally {
    await Promise.all([pools.end(), pool.end()])
  }
}

/** Both, where the schema is the one this program knows. */
export const visitThroughDoor = <T>(
  config: Config,
  work: (parts: { door: Door; pool: pg.Pool }) => Promise<T>,
): Promise<T> =>
  visit(config, ({ address }) =>
    useDoor(address, async (parts) => {
      await refuseSchemaGap(parts.pool)
      return work(parts)
    }),
  )

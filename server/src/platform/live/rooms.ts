import type { Entry } from './ring.ts'
import { openRoom, type Room, type RoomParts } from './room.ts'
import type { Ticks } from './ticks.ts'

/** The organizations that somebody here listens to, or did a while ago. */
export interface Rooms {
  /** Opened when needed; fails when the database cannot say where its stream stands. */
  of(organizationId: number): Promise<Room>
  accept(entries: Entry[]): void
  tick(ticks: Ticks): void
  missedTicks(): void
  tidy(): void
  /** @returns whether the stream's history is another one than before; then all rooms are new */
  enterEpoch(current: number): boolean
}

export function createRooms(parts: RoomParts): Rooms {
  const rooms = new Map<number, ReturnType<typeof openRoom>>()
  let epoch: number | null = null
  return {
    async of(organizationId) {
      const opened = rooms.get(organizationId) ?? openRoom(organizationId, epoch ?? 0, parts)
      rooms.set(organizationId, opened)
      await opened.ready.catch((error) => {
        rooms.delete(organizationId)
        throw error
      })
      return opened.room
    },
    accept(entries) {
      for (const entry of entries) rooms.get(entry.organizationId)?.room.accept(entry)
    },
    tick: (ticks) => rooms.get(ticks.organizationId)?.room.tick(ticks),
    missedTicks() {
      for (const { room } of rooms.values()) room.missedTicks()
    },
    tidy() {
      for (const [id, { room }] of rooms) if (room.tidy()) rooms.delete(id)
    },
    enterEpoch(current) {
      const isOther = epoch !== null && current !== epoch
      if (isOther) rooms.clear()
      epoch = current
      return isOther
    },
  }
}

import { apiFaults } from './api.ts'
import { drains } from './drain.ts'
import { liveFaults } from './live.ts'
import type { Part } from './part.ts'
import { postgresFaults } from './postgres.ts'
import { redisFaults } from './redis.ts'
import { lostReplies } from './replies.ts'
import { supervisedFaults } from './supervised.ts'

export const PARTS = {
  api: apiFaults,
  replies: lostReplies,
  postgres: postgresFaults,
  drain: drains,
  live: liveFaults,
  redis: redisFaults,
  supervised: supervisedFaults,
} satisfies Record<string, Part>
export type PartName = keyof typeof PARTS

import { type Static, Type } from 'typebox'
import { Closed, Id, Nullable, Timestamp } from '../../../platform/http/schema.ts'

const AutoCloseDays = Type.Integer({
  minimum: 0,
  maximum: 365,
  description: 'Days after which a resolved incident closes by itself; 0: never. 7 unless set',
})
export const IncidentSettingsUpdate = Closed({ auto_close_days: Type.Optional(AutoCloseDays) })
export const IncidentSettings = Type.Object({
  auto_close_days: AutoCloseDays,
  version: Type.Integer(),
  updated_at: Nullable(Timestamp),
  updated_by: Nullable(Id),
})
export type IncidentSettings = Static<typeof IncidentSettings>
export type IncidentSettingsUpdate = Static<typeof IncidentSettingsUpdate>

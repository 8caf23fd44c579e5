import { Type } from 'typebox'
import { Id, Nullable } from '../../../platform/http/schema.ts'
import { defineEvents } from '../../../platform/ledger/events.ts'

/** Beside the link's own: they are part of the course of the incident that it starts at. */
export const linkEvents = defineEvents('incident', {
  linked: {
    version: 1,
    title: 'The incident was linked to another, a change or a problem',
    after: Type.Object({
      link_id: Id,
      type: Type.String(),
      linked_incident_id: Type.Optional(Nullable(Id)),
      change_reference: Type.Optional(Nullable(Type.String())),
      problem_reference: Type.Optional(Nullable(Type.String())),
    }),
  },
  unlinked: {
    version: 1,
    title: 'A link was deleted',
    after: Type.Object({ link_id: Id, type: Type.String() }),
  },
})

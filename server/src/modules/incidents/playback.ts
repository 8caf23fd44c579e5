// The door for who plays a history through the product, step by step as people take them: demo/. The product has no use for it.
export { addComment } from './comments/comment.service.ts'
export { followUpIncident } from './follow-up/incident.follow-up.ts'
export type { IncidentAction } from './incident.lifecycle.ts'
export type { MajorAction } from './major/major-incident.lifecycle.ts'
export { performOnMajor } from './major/major-incident.service.ts'
export { assessPriority, DEFAULT_RULES } from './priority/incident.priority.ts'
export { addWorkaround } from './workarounds/workaround.service.ts'

import type { components, paths } from './schema.gen.ts'

/** Short names for the shapes of the API, all of them generated from `openapi.json`. */
type Schemas = components['schemas']

export type Alert = Schemas['Alert']
export type AlertSummary = Schemas['AlertSummary']
export type Incident = Schemas['Incident']
export type IncidentSummary = Schemas['IncidentSummary']
export type IncidentComment = Schemas['IncidentComment']
export type IncidentAttachment = Schemas['IncidentAttachment']
export type IncidentWorkaround = Schemas['IncidentWorkaround']
export type IncidentMetric = Schemas['IncidentMetric']
export type ConfigurationItem = Schemas['ConfigurationItem']
export type PriorityMatrix = Schemas['PriorityMatrix']
export type User = Schemas['User']
export type Team = Schemas['Team']
export type Role = Schemas['Role']
export type UserRole = Schemas['UserRole']
export type ApiToken = Schemas['ApiToken']
export type Organization = Schemas['Organization']
export type Client = Schemas['Client']
export type AuditLog = Schemas['AuditLog']
export type AccessLog = Schemas['AccessLog']
export type ProblemBody = Schemas['Problem']

export type Severity = AlertSummary['severity']
/** What the caller may do with a record now, and the fields that it asks for. */
export type ActionOffer = AlertSummary['actions'][number]

/** The answer to signing in and to a refresh: the access token, and who it is for. */
export type SignedIn = Pick<
  paths['/api/v1/auth/token/refresh/']['post']['responses'][200]['content']['application/json'],
  'access' | 'user'
>
/** The answer to a password where a code must follow. */
export interface Challenge {
  mfa_token: string
}
/** The person who is signed in. */
export type Me = SignedIn['user']

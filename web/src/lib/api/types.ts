/**
 * The part of the API that the web uses so far, typed by hand in the shape that openapi-typescript generates.
 * Once `schema.gen.ts` exists, `client.ts` takes `paths` from there, and the records below become aliases of its `components`.
 */
export interface Ref {
  id: number
  name: string
}

export interface User {
  id: number
  username: string
  display_name: string
  email: string
  organization_id: number
  organization: Ref
  roles: string[]
  permissions: string[]
  mfa_enabled: boolean
}

/** What the caller may do with a record now, and the fields that it asks for. */
export interface ActionOffer {
  action: string
  requires: string[]
}

export interface Page<T> {
  count: number
  /** False when the server stopped counting: show "10,000+". */
  count_exact?: boolean
  next: string | null
  previous: string | null
  results: T[]
}

export type Severity = 'critical' | 'high' | 'warning' | 'low' | 'info'

export interface Alert {
  id: number
  version: number
  status: string
  severity: Severity
  title: string
  dedup_key: string
  occurrence_count: number
  labels: Record<string, string>
  starts_at: string
  last_seen_at: string
  client_id: number | null
  client: Ref | null
  site_id: number | null
  site: Ref | null
  assignee_id: number | null
  assignee: Ref | null
  incident_id: number | null
  actions: ActionOffer[]
}

export interface Incident {
  id: number
  number: string
  version: number
  status: string
  priority: number
  title: string
  assignee_id: number | null
  assignee: Ref | null
  team_id: number | null
  team: Ref | null
  created_at: string
  updated_at: string
  actions: ActionOffer[]
}

export interface Grant {
  access: string
  user: User
}

export type Query = Record<string, string | number | boolean | undefined>

interface Json<T> {
  content: { 'application/json': T }
}

interface Get<Answer, Path = never> {
  get: {
    parameters: { query?: Query } & ([Path] extends [never] ? unknown : { path: Path })
    responses: { 200: Json<Answer> }
  }
}

interface Post<Answer, Body = Record<string, unknown>, Path = never> {
  post: {
    parameters: [Path] extends [never] ? { query?: never } : { path: Path }
    requestBody: Json<Body>
    responses: { 200: Json<Answer> }
  }
}

type ById = { id: number }
type ByAction = { id: number; action: string }

export interface paths {
  '/api/v1/users/me/': Get<User>
  '/api/v1/users/': Get<Page<User>>
  '/api/v1/teams/': Get<Page<Ref>>
  '/api/noc/alerts/': Get<Page<Alert>>
  '/api/noc/alerts/{id}/': Get<Alert, ById>
  '/api/noc/alerts/{id}/{action}/': Post<Alert, Record<string, unknown>, ByAction>
  '/api/v1/incidents/': Get<Page<Incident>> & Post<Incident>
  '/api/v1/incidents/{id}/': Get<Incident, ById>
  '/api/v1/incidents/{id}/{action}/': Post<Incident, Record<string, unknown>, ByAction>
}

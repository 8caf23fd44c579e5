import { OPEN } from './generated-docs.ts'

const HEADER = '// Made by `npm run generate` from openapi.json; do not edit.\n'

interface Field {
  maxLength?: number
  enum?: string[]
}
interface Operation {
  requestBody?: unknown
  'x-access'?: string
}
/** The API's document, as far as it says what a body may hold and what an operation needs. */
export interface FactsDocument {
  paths: Record<string, Record<string, Operation>>
}

/** What the web's forms repeat to their user, by the body and field that says it. */
const FACTS = {
  incidentTitleLength: ['/api/v1/incidents/', 'title'],
  incidentChannels: ['/api/v1/incidents/', 'channel'],
  integrationNameLength: ['/api/noc/integrations/', 'name'],
  roleNameLength: ['/api/v1/roles/', 'name'],
  roleDescriptionLength: ['/api/v1/roles/', 'description'],
  apiTokenNameLength: ['/api/v1/api-tokens/', 'name'],
  usernameLength: ['/api/v1/auth/password-reset/', 'username'],
  passwordLength: ['/api/v1/auth/change-password/', 'new_password'],
  codeLength: ['/api/v1/auth/mfa/verify/', 'code'],
  organizationKinds: ['/api/v1/organizations/', 'kind'],
  memberRoles: ['/api/v1/teams/{id}/add_member/', 'role'],
  roleScopes: ['/api/v1/user-roles/', 'scope'],
} as const

/** What the web takes from the API's document besides its types: each a constant of its own, since a page loads only those that it names. */
export function webFacts(document: FactsDocument): string {
  const { paths } = document
  const constants = Object.entries(FACTS).map(([name, [path, field]]) => {
    const { maxLength, enum: choices } = fieldOf(paths[path]?.post?.requestBody, field)
    const value = maxLength ?? (choices && `${listed(choices)} as const`)
    if (value === undefined) throw new Error(`${path}: ${field} has neither a length nor choices`)
    return `export const ${name} = ${value}\n`
  })
  const changing = `export const changingPermissions: readonly string[] = ${listed(changesOf(document))}\n`
  return [HEADER, ...constants, changing].join('')
}

const listed = (words: readonly string[]) => `[${words.map((one) => `'${one}'`).join(', ')}]`

/** The permissions that open no reading, so that they are of no use to who only looks. */
function changesOf({ paths }: FactsDocument) {
  const operations = Object.values(paths).flatMap((methods) => Object.entries(methods))
  const needed = (byGet: boolean) =>
    operations
      .filter(([method]) => (method === 'get') === byGet)
      .map(([, operation]) => operation['x-access'] ?? '')
  const opening = new Set([...OPEN, ...needed(true)])
  return [...new Set(needed(false))].filter((permission) => !opening.has(permission)).sort()
}

function fieldOf(requestBody: unknown, name: string): Field {
  const { content } = requestBody as Record<'content', Record<string, { schema: Properties }>>
  return content['application/json']?.schema.properties[name] ?? {}
}
type Properties = Record<'properties', Record<string, Field>>

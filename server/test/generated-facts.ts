const HEADER = '// Made by `npm run generate` from openapi.json; do not edit.\n'

interface Field {
  maxLength?: number
  enum?: string[]
}
/** The API's document, as far as it says what a body may hold. */
export interface BodyDocument {
  paths: Record<string, { post?: { requestBody?: unknown } }>
}

/** What the web's forms repeat to their user, by the body and field that says it. */
const FACTS = {
  incidentTitleLength: ['/api/v1/incidents/', 'title'],
  integrationNameLength: ['/api/noc/integrations/', 'name'],
  roleNameLength: ['/api/v1/roles/', 'name'],
  roleDescriptionLength: ['/api/v1/roles/', 'description'],
  apiTokenNameLength: ['/api/v1/api-tokens/', 'name'],
  usernameLength: ['/api/v1/auth/password-reset/', 'username'],
  passwordLength: ['/api/v1/auth/change-password/', 'new_password'],
  incidentChannels: ['/api/v1/incidents/', 'channel'],
  codeLength: ['/api/v1/auth/mfa/verify/', 'code'],
  organizationKinds: ['/api/v1/organizations/', 'kind'],
  memberRoles: ['/api/v1/teams/{id}/add_member/', 'role'],
  roleScopes: ['/api/v1/user-roles/', 'scope'],
} as const

/** What the web takes from the API's document besides its types: each a constant of its own, since a page loads only those that it names. */
export function webFacts({ paths }: BodyDocument): string {
  const constants = Object.entries(FACTS).map(([name, [path, field]]) => {
    const { maxLength, enum: choices } = fieldOf(paths[path]?.post?.requestBody, field)
    const value = maxLength ?? (choices && `[${choices.map((one) => `'${one}'`).join(', ')}] as const`)
    if (value === undefined) throw new Error(`${path}: ${field} has neither a length nor choices`)
    return `export const ${name} = ${value}\n`
  })
  return [HEADER, ...constants].join('')
}

function fieldOf(requestBody: unknown, name: string): Field {
  const { content } = requestBody as Record<'content', Record<string, { schema: Properties }>>
  return content['application/json']?.schema.properties[name] ?? {}
}
type Properties = Record<'properties', Record<string, Field>>

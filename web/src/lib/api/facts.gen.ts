// Made by `npm run generate` from openapi.json; do not edit.
export const incidentTitleLength = 255
export const incidentChannels = ['portal', 'mail', 'phone', 'chat', 'api', 'monitoring', 'walkup'] as const
export const integrationNameLength = 200
export const roleNameLength = 200
export const roleDescriptionLength = 2000
export const apiTokenNameLength = 200
export const usernameLength = 150
export const passwordLength = 1000
export const codeLength = 40
export const organizationKinds = ['customer', 'supplier', 'internal'] as const
export const memberRoles = ['member', 'lead', 'dispatcher'] as const
export const roleScopes = ['organization', 'team', 'client'] as const
export const changingPermissions: readonly string[] = ['cmdb.manage', 'incidents.assign', 'incidents.cancel', 'incidents.close', 'incidents.comment', 'incidents.configure', 'incidents.create', 'incidents.decide_major', 'incidents.delete', 'incidents.escalate', 'incidents.override_priority', 'incidents.reopen', 'incidents.resolve', 'incidents.update', 'incidents.work', 'noc:ack', 'noc:configure', 'noc:escalate', 'organizations.manage', 'people.erase', 'people.manage', 'people.view_as', 'records.restore', 'roles.grant', 'roles.manage']

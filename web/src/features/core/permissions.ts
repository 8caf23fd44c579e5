import type { Role } from '../../lib/api/types.ts'

/** Every permission that can be given: the built-in administrator holds them all. */
export const permissionsOf = (roles: readonly Role[]) => [
  ...new Set(roles.flatMap(({ permissions }) => permissions)),
]

/** Permissions by what they are about. */
export const bySubject = (permissions: readonly string[]): [subject: string, permissions: string[]][] => [
  ...Map.groupBy(permissions.toSorted(), (name) => name.split(/[.:]/)[0] ?? name),
]

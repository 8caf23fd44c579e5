import type { Role } from '../../../lib/api/types.ts'

/** Every permission that can be given, by what it is about: the built-in administrator holds them all. */
export function permissionGroups(roles: readonly Role[]): [subject: string, permissions: string[]][] {
  const names = [...new Set(roles.flatMap(({ permissions }) => permissions))].sort()
  return [...Map.groupBy(names, (name) => name.split(/[.:]/)[0] ?? name)]
}

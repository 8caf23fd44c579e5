import type { Entered, FieldsOf } from '../../../components/action-field.tsx'
import { answerOf, api } from '../../../lib/api/client.ts'
import { roleScopes } from '../../../lib/api/facts.gen.ts'
import { loadClients, loadPeople, loadTeams } from '../../../lib/api/lookups.ts'
import type { Role, User } from '../../../lib/api/types.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './people.messages.ts'
import type { GrantInput, PersonInput, PersonUpdate } from './people.queries.ts'

async function loadDepartments(typed: string, signal: AbortSignal) {
  const query = { page_size: 20, ...(typed.trim() && { search: typed.trim() }) }
  const { results } = await answerOf(api.GET('/api/v1/departments/', { params: { query }, signal }))
  return results.map(({ id, name }) => ({ id: String(id), label: name }))
}

/** What is asked of a person, new or known. */
export function usePersonFields(person?: User) {
  const text = useText()
  const picked = (record?: { id: number; name: string } | null) =>
    record ? { initial: String(record.id), initialLabel: record.name } : {}
  return {
    display_name: { kind: 'text', label: text(texts.name), isRequired: true, initial: person?.display_name },
    email: { kind: 'text', label: text(texts.email), isRequired: true, initial: person?.email },
    phone: { kind: 'text', label: text(texts.phone), isOffered: true, initial: person?.phone ?? undefined },
    mobile_phone: {
      kind: 'text',
      label: text(texts.mobile),
      isOffered: true,
      initial: person?.mobile_phone ?? undefined,
    },
    department_id: {
      kind: 'lookup',
      label: text(texts.department),
      load: loadDepartments,
      isOffered: true,
      toValue: Number,
      ...picked(person?.department),
    },
    manager_id: {
      kind: 'lookup',
      label: text(texts.manager),
      load: loadPeople,
      isOffered: true,
      toValue: Number,
      ...picked(person?.manager),
    },
    is_vip: {
      kind: 'checkbox',
      label: text(texts.vip),
      description: text(texts.vipHint),
      isOffered: true,
      initial: person?.is_vip ? 'true' : undefined,
    },
  } satisfies FieldsOf<PersonUpdate>
}

export function useNewPersonFields(roles: readonly Role[]): FieldsOf<PersonInput> {
  const text = useText()
  const { display_name, email, ...others } = usePersonFields()
  return {
    username: {
      kind: 'text',
      label: text(texts.username),
      description: text(texts.usernameHint),
      isRequired: true,
    },
    display_name,
    email,
    roles: {
      kind: 'select',
      label: text(texts.firstRole),
      options: roles.map(({ key, name }) => ({ id: key, label: name })),
      isOffered: true,
      toValue: (key) => [key],
    },
    password: {
      kind: 'text',
      label: text(texts.password),
      description: text(texts.passwordHint),
      isOffered: true,
    },
    ...others,
  }
}

export type RoleInScope = Omit<GrantInput, 'user_id'>

/** A role in a scope and for a time. Which team or client is asked for once it is one. */
export function useGrantFields(roles: readonly Role[]) {
  const text = useText()
  const lookups = {
    team: { kind: 'lookup', label: text(texts.team), load: loadTeams },
    client: { kind: 'lookup', label: text(texts.client), load: loadClients },
  } as const
  return ({ scope = '' }: Entered): FieldsOf<RoleInScope> => {
    const lookup = scope === 'team' || scope === 'client' ? lookups[scope] : undefined
    return {
      role: {
        kind: 'select',
        label: text(texts.role),
        options: roles.map(({ key, name }) => ({ id: key, label: name })),
        isRequired: true,
      },
      scope: {
        kind: 'select',
        label: text(texts.scope),
        description: text(texts.scopeHint),
        options: roleScopes.map((id) => ({ id, label: text(texts[id]) })),
        initial: 'organization',
        isOffered: true,
      },
      ...(lookup && { scope_id: { ...lookup, isRequired: true, toValue: Number } }),
      valid_from: { kind: 'time', label: text(texts.from), isOffered: true },
      valid_until: { kind: 'time', label: text(texts.until), isOffered: true },
    }
  }
}

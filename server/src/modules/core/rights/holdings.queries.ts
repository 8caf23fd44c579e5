import { sql } from 'kysely'
import type { Holdings } from './rights.ts'

/** The columns of a person `u` that make their holdings. */
export const holdings = sql<Holdings>`u.is_superuser,
  coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'scope', g.scope, 'scope_id', g.scope_id,
      'permissions', case when not r.is_system then r.permissions end, 'from', g.valid_from, 'until', g.valid_until))
    from user_roles g join roles r on r.organization_id = g.organization_id and r.key = g.role
    where g.user_id = u.id and g.deleted_at is null and (g.valid_until is null or g.valid_until > app.now())), '[]') as grants,
  coalesce((select jsonb_agg(jsonb_build_object('permission', e.permission, 'effect', e.effect, 'until', e.expires_at))
    from user_permissions e
    where e.user_id = u.id and e.deleted_at is null and (e.expires_at is null or e.expires_at > app.now())), '[]') as exceptions,
  array(select client_id from user_clients c where c.user_id = u.id) as client_ids`

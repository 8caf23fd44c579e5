-- Row-level security linter: each row is a violation, so the query must return none. It reads the catalog alone and waits for no
-- table: expressions as PostgreSQL keeps them, since pg_get_expr would lock what they are about.
-- app: tenant tables, read and written by app_rw. auth, search: reached through definer functions only, the exemption
-- that needs no row-level security because nobody is granted a table of theirs. app_relay reads all tenants' ledger.
with t as (
  select c.oid, c.relname, c.relkind, c.relrowsecurity rls, c.relforcerowsecurity frc, c.relispartition part
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'app' and c.relkind in ('r', 'p')),
org as (select attrelid, attnum from pg_attribute where attname = 'organization_id' and not attisdropped),
scoped as (select t.*, o.attnum org from t join org o on o.attrelid = t.oid),
relay as (select oid from pg_roles where rolname = 'app_relay'),
policies as (
  select p.*, s.relname from pg_policy p join scoped s on s.oid = p.polrelid
  where not (p.polroles = array[(select oid from relay)] and s.relname like any (array['ledger%', 'stream_heads']))),
ours as (
  select p.*, n.nspname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('app', 'auth', 'search'))
select 'L1 tenant table without ENABLE+FORCE RLS' rule, relname::text obj from scoped where not (rls and frc)
union all select 'L2 RLS table without policy', relname from scoped s
  where rls and not exists (select from pg_policy p where p.polrelid = s.oid)
union all select 'L3 policy without WITH CHECK on write', polname || ' on ' || relname from policies
  where polcmd in ('*', 'w', 'a') and polwithcheck is null
union all select 'L4 policy not using (select current_setting) initplan', polname || ' on ' || relname from policies
  where coalesce(polqual::text, polwithcheck::text, '') not like
    '%{SUBLINK%:funcid ' || 'current_setting(text, boolean)'::regprocedure::oid || ' %'
union all select 'L5 FK between tenant tables not carrying organization_id', con.conname || ' on ' || s.relname
  from pg_constraint con join scoped s on s.oid = con.conrelid join org f on f.attrelid = con.confrelid
  where con.contype = 'f' and not (con.conkey @> array[s.org] and con.confkey @> array[f.attnum])
union all select 'L6 unique key not carrying organization_id (existence oracle)', i.indexrelid::regclass::text
  from pg_index i join scoped s on s.oid = i.indrelid where i.indisunique and not (s.org = any (i.indkey))
union all select 'L7 view without security_invoker', c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'app' and c.relkind = 'v'
    and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)
union all select 'L8 materialized view readable by app role', c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('app', 'auth', 'search') and c.relkind = 'm' and has_table_privilege('app_rw', c.oid, 'select')
union all select 'L9 partition directly granted to app role', relname from t
  where part and has_table_privilege('app_rw', oid, 'select,insert,update,delete')
union all select 'L10 TRUNCATE/REFERENCES/TRIGGER granted to app role', relname from t
  where has_table_privilege('app_rw', oid, 'truncate,references,trigger')
union all select 'L11 app role can bypass (super/bypassrls/owner/member)', r.rolname from pg_roles r
  where pg_has_role('app_rw', r.oid, 'member')
    and (r.rolsuper or r.rolbypassrls or exists (select from scoped s join pg_class c on c.oid = s.oid where c.relowner = r.oid))
union all select 'L12 SECURITY DEFINER without fixed search_path', oid::regprocedure::text from ours
  where prosecdef and not exists (select from unnest(coalesce(proconfig, '{}')) x where x like 'search_path=%')
union all select 'L13 enum column in index (enum_eq is not leakproof => index unusable under RLS)', a.attname || ' in ' || i.indexrelid::regclass
  from pg_index i join scoped s on s.oid = i.indrelid
  join pg_attribute a on a.attrelid = s.oid and a.attnum = any (i.indkey) join pg_type ty on ty.oid = a.atttypid where ty.typtype = 'e'
union all select 'L14 nullable organization_id', s.relname from scoped s
  join pg_attribute a on a.attrelid = s.oid and a.attnum = s.org where not a.attnotnull
union all select 'L15 table of auth or search granted to an application role', n.nspname || '.' || c.relname || ' to ' || r.rolname
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  cross join (values ('app_rw'), ('app_relay'), ('app_jobs')) r (rolname)
  where n.nspname in ('auth', 'search') and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and has_table_privilege(r.rolname, c.oid, 'select,insert,update,delete,truncate,references,trigger')
union all select 'L16 definer function open to everybody', oid::regprocedure::text from ours
  where prosecdef and prorettype <> 'trigger'::regtype and has_function_privilege('public', oid, 'execute')
union all select 'L17 table without tenant that app role can write', relname from t
  where not exists (select from org where attrelid = t.oid) and has_table_privilege('app_rw', oid, 'insert,update,delete')
union all select 'L18 relay can reach more than the ledger', relname from t
  where relname not like 'ledger%' and relname not in ('stream_heads', 'stream_state')
    and has_table_privilege('app_relay', oid, 'select,insert,update,delete')
union all select 'L19 ledger can be rewritten by app role', relname from t
  where relname like 'ledger%' and has_table_privilege('app_rw', oid, 'update,delete')
order by 1, 2

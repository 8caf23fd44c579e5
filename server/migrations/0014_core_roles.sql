-- Roles of an organization's own, grants with a scope and a time, exceptions for single people, what an organization is.

-- Built-in roles have a row for their key; what they may do is declared in code, so `permissions` is for the others.
-- A key is never given again: grants name it.
create table app.roles (
  organization_id bigint not null,
  id bigint generated always as identity,
  key text collate "C" not null check (key ~ '^[a-z][a-z0-9_]{1,49}$'),
  name text collate "C" not null check (length(name) between 1 and 200),
  description text not null default '',
  is_system boolean not null default false,
  permissions text[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  constraint roles_permissions_check check (not is_system or permissions = '{}')
);
create unique index roles_key on app.roles (organization_id, key);
create unique index roles_name on app.roles (organization_id, name) where deleted_at is null;
create index roles_by_creation on app.roles (organization_id, created_at, id) where deleted_at is null;

alter table app.organizations no force row level security;
insert into app.roles (organization_id, key, name, is_system)
select o.id, built_in.key, built_in.name, true from app.organizations o cross join (values
  ('administrator', 'Administrator'), ('manager', 'Manager'), ('agent', 'Agent'), ('end_user', 'End user'),
  ('change_manager', 'Change manager'), ('problem_manager', 'Problem manager'), ('asset_manager', 'Asset manager'),
  ('noc_operator', 'NOC operator'), ('auditor', 'Auditor')) as built_in (key, name)
where o.id = o.organization_id;
call app.protect('app.roles');

-- What a grant reaches: the organization, what is a team's, or what is a client's; and from when until when.
alter table app.user_roles
  add column scope text collate "C" not null default 'organization' check (scope in ('organization', 'team', 'client')),
  add column scope_id bigint constraint user_roles_scope_id_check check ((scope_id is null) = (scope = 'organization')),
  add column team_id bigint generated always as (case when scope = 'team' then scope_id end) stored,
  add column client_id bigint generated always as (case when scope = 'client' then scope_id end) stored,
  add column valid_from timestamptz,
  add column valid_until timestamptz constraint user_roles_valid_until_check check (valid_until > valid_from),
  add constraint user_roles_scope_id_fkey foreign key (organization_id, team_id) references app.teams (organization_id, id),
  add constraint user_roles_scope_id_fkey1 foreign key (organization_id, client_id) references app.clients (organization_id, id);
alter table app.user_roles no force row level security;
alter table app.roles no force row level security;
alter table app.user_roles
  add constraint user_roles_role_fkey foreign key (organization_id, role) references app.roles (organization_id, key);
alter table app.user_roles force row level security;
alter table app.roles force row level security;
drop index app.user_roles_role;
create unique index user_roles_role on app.user_roles (organization_id, user_id, role, scope, scope_id)
  nulls not distinct where deleted_at is null;

-- What somebody may, or may not, whatever their roles say.
create table app.user_permissions (
  organization_id bigint not null,
  id bigint generated always as identity,
  user_id bigint not null,
  permission text collate "C" not null check (length(permission) <= 100),
  effect text collate "C" not null check (effect in ('allow', 'deny')),
  reason text not null check (length(reason) between 1 and 2000),
  expires_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, user_id) references app.users (organization_id, id)
);
create unique index user_permissions_permission on app.user_permissions (organization_id, user_id, permission, effect)
  where deleted_at is null;
create index user_permissions_by_permission on app.user_permissions (organization_id, permission, id) where deleted_at is null;
create index user_permissions_by_creation on app.user_permissions (organization_id, created_at, id) where deleted_at is null;
call app.protect('app.user_permissions');

-- What an organization is, what it is called elsewhere, and its settings: read from the root.
alter table app.organizations
  add column kind text collate "C" not null default 'internal' check (kind in ('tenant', 'customer', 'supplier', 'internal')),
  add column code text collate "C",
  add column is_active boolean not null default true,
  add column settings jsonb not null default '{}';
update app.organizations set kind = 'tenant' where id = organization_id;
alter table app.organizations
  add constraint organizations_kind_check1 check ((kind = 'tenant') = (id = organization_id)),
  add constraint organizations_is_active_check check (is_active or id <> organization_id),
  force row level security;
create unique index organizations_code on app.organizations (organization_id, code) where deleted_at is null;

alter table app.departments
  add column code text collate "C",
  add column manager_id bigint,
  add foreign key (organization_id, manager_id) references app.users (organization_id, id);
create unique index departments_code on app.departments (organization_id, code) where deleted_at is null;

alter table app.users
  add column phone text check (length(phone) <= 50),
  add column mobile_phone text check (length(mobile_phone) <= 50),
  add column anonymised_at timestamptz;

-- A superuser's session may lie in an organization that they entered: then organization_id is where they are at home.
alter table auth.sessions add column entered_id bigint;

create or replace function auth.is_session_alive(session bigint, of_user bigint) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from auth.sessions where id = session and user_id = of_user
    and coalesce(entered_id, organization_id) = app.current_organization() and ended_at is null) $$;

-- Where the person behind a living session of this organization is at home.
create function auth.home_of_session(session bigint) returns bigint
  language sql stable security definer set search_path = pg_catalog as $$
  select organization_id from auth.sessions
  where id = session and entered_id = app.current_organization() and ended_at is null $$;

-- A session without a refresh token: it is over with its access token.
create function auth.open_entry(of_user bigint, home bigint, agent text, from_address inet) returns bigint
  language sql security definer set search_path = pg_catalog as $$
  insert into auth.sessions (organization_id, user_id, entered_id, user_agent, address)
  values (home, of_user, app.current_organization(), agent, from_address) returning id $$;

-- After this nobody signs in by it, and the name may be another's.
create function auth.drop_credentials(of_user bigint) returns void
  language sql security definer set search_path = pg_catalog as $$
  delete from auth.credentials where organization_id = app.current_organization() and user_id = of_user $$;

-- Every tenant as its own root shows it. Row-level security stays forced: each is asked in its own name.
create function auth.list_tenants() returns setof app.organizations
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  asking text := current_setting('app.organization_id', true);
  tenant bigint;
begin
  for tenant in select auth.list_organizations() loop
    perform set_config('app.organization_id', tenant::text, true);
    return query select * from app.organizations where organization_id = tenant and id = tenant;
  end loop;
  perform set_config('app.organization_id', coalesce(asking, ''), true);
end $$;
revoke execute on function auth.home_of_session(bigint), auth.open_entry(bigint, bigint, text, inet),
  auth.drop_credentials(bigint), auth.list_tenants() from public;
grant execute on function auth.home_of_session(bigint), auth.open_entry(bigint, bigint, text, inet),
  auth.drop_credentials(bigint), auth.list_tenants() to app_rw;

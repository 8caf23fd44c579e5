-- Organizations, departments, teams, users and their roles.

create sequence app.organizations_id_seq;
grant usage on sequence app.organizations_id_seq to app_rw;

-- A tenant is a root: id = organization_id. A sub-organization lives inside its root's tenant.
create table app.organizations (
  organization_id bigint not null,
  id bigint not null default nextval('app.organizations_id_seq'),
  parent_id bigint,
  name text collate "C" not null check (length(name) between 1 and 200),
  time_zone text not null default 'UTC',
  locale text not null default 'en',
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, parent_id) references app.organizations (organization_id, id),
  constraint organizations_parent_id_check check ((parent_id is null) = (id = organization_id))
);
create unique index organizations_name on app.organizations (organization_id, name) where deleted_at is null;
call app.protect('app.organizations');

create table app.departments (
  organization_id bigint not null,
  id bigint generated always as identity,
  name text collate "C" not null check (length(name) between 1 and 200),
  parent_id bigint,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, parent_id) references app.departments (organization_id, id)
);
create unique index departments_name on app.departments (organization_id, name) where deleted_at is null;
call app.protect('app.departments');

create table app.users (
  organization_id bigint not null,
  id bigint generated always as identity,
  username text collate "C" not null check (length(username) between 1 and 150),
  email text collate "C" not null check (length(email) <= 254),
  display_name text collate "C" not null check (length(display_name) between 1 and 200),
  department_id bigint,
  is_active boolean not null default true,
  is_superuser boolean not null default false,
  is_vip boolean not null default false,
  time_zone text not null default 'UTC',
  locale text not null default 'en',
  last_login_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, department_id) references app.departments (organization_id, id)
);
create unique index users_username on app.users (organization_id, username);
create unique index users_email on app.users (organization_id, email) where deleted_at is null;
create index users_by_name on app.users (organization_id, display_name, id);
call app.protect('app.users');

create table app.teams (
  organization_id bigint not null,
  id bigint generated always as identity,
  name text collate "C" not null check (length(name) between 1 and 200),
  description text not null default '',
  email text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
create unique index teams_name on app.teams (organization_id, name) where deleted_at is null;
call app.protect('app.teams');

create table app.team_members (
  organization_id bigint not null,
  team_id bigint not null,
  user_id bigint not null,
  role text not null default 'member' check (role in ('member', 'lead', 'dispatcher')),
  created_at timestamptz not null default app.now(),
  primary key (organization_id, team_id, user_id),
  foreign key (organization_id, team_id) references app.teams (organization_id, id),
  foreign key (organization_id, user_id) references app.users (organization_id, id)
);
create index team_members_by_user on app.team_members (organization_id, user_id);
call app.protect('app.team_members', 'select, insert, update, delete');

-- role is the key of a built-in role; what it may do is declared in code, beside the noun it concerns.
create table app.user_roles (
  organization_id bigint not null,
  id bigint generated always as identity,
  user_id bigint not null,
  role text collate "C" not null,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, user_id) references app.users (organization_id, id)
);
create unique index user_roles_role on app.user_roles (organization_id, user_id, role) where deleted_at is null;
call app.protect('app.user_roles');

-- Before the tenant is known: reached only through the definer functions below, never granted.
create table auth.credentials (
  user_id bigint primary key,
  organization_id bigint not null,
  username text not null unique,
  password_hash text not null,
  changed_at timestamptz not null default app.now(),
  foreign key (organization_id, user_id) references app.users (organization_id, id)
);
create table auth.sessions (
  id bigint generated always as identity primary key,
  organization_id bigint not null,
  user_id bigint not null,
  created_at timestamptz not null default app.now(),
  ended_at timestamptz,
  user_agent text,
  address inet,
  foreign key (organization_id, user_id) references app.users (organization_id, id)
);
create index sessions_by_user on auth.sessions (organization_id, user_id) where ended_at is null;
create table auth.refresh_tokens (
  hash bytea primary key,
  session_id bigint not null references auth.sessions (id),
  issued_at timestamptz not null default app.now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index refresh_tokens_by_session on auth.refresh_tokens (session_id);
create table auth.signing_keys (
  kid text primary key,
  private_jwk jsonb not null,
  created_at timestamptz not null default app.now()
);
-- Derives a refresh token's successor from it, so that a replay within the grace period gives the same one.
create table auth.rotation_secret (
  only_row boolean primary key default true check (only_row),
  secret bytea not null
);

create function auth.find_credentials(wanted text)
  returns table (user_id bigint, organization_id bigint, password_hash text)
  language sql stable security definer set search_path = pg_catalog as $$
  select c.user_id, c.organization_id, c.password_hash from auth.credentials c where c.username = lower(wanted) $$;

-- False when the username belongs to somebody else, in whatever organization.
create function auth.put_credentials(of_user bigint, wanted text, hash text) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into auth.credentials (user_id, organization_id, username, password_hash)
  values (of_user, app.current_organization(), lower(wanted), hash)
  on conflict (user_id) do update set username = excluded.username, password_hash = excluded.password_hash, changed_at = app.now()
    where auth.credentials.organization_id = app.current_organization();
  return found;
exception when unique_violation then return false;
end $$;

create function auth.open_session(of_user bigint, token_hash bytea, lifetime interval, agent text, from_address inet)
  returns bigint language plpgsql security definer set search_path = pg_catalog as $$
declare opened bigint;
begin
  insert into auth.sessions (organization_id, user_id, user_agent, address)
  values (app.current_organization(), of_user, agent, from_address) returning id into opened;
  insert into auth.refresh_tokens (hash, session_id, expires_at) values (token_hash, opened, app.now() + lifetime);
  return opened;
end $$;

-- Trades a refresh token for its successor. verdict: rotated, replayed (within the grace), reused (the session is ended), unknown.
create function auth.rotate_refresh(old_hash bytea, new_hash bytea, lifetime interval, grace interval)
  returns table (verdict text, session_id bigint, organization_id bigint, user_id bigint)
  language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  token auth.refresh_tokens;
  session auth.sessions;
  outcome text;
begin
  select * into token from auth.refresh_tokens where hash = old_hash for update;
  if not found or token.expires_at <= app.now() then return; end if;
  select * into session from auth.sessions s where s.id = token.session_id for update;
  if session.ended_at is not null then return; end if;
  if token.used_at is null then
    update auth.refresh_tokens set used_at = app.now() where hash = old_hash;
    insert into auth.refresh_tokens (hash, session_id, expires_at) values (new_hash, token.session_id, app.now() + lifetime);
    outcome := 'rotated';
  elsif token.used_at + grace > app.now()
    and exists (select from auth.refresh_tokens where hash = new_hash and used_at is null) then
    outcome := 'replayed';
  else
    update auth.sessions set ended_at = app.now() where id = session.id;
    outcome := 'reused';
  end if;
  return query select outcome, session.id, session.organization_id, session.user_id;
end $$;

-- The session that this has ended; none when it had ended before or the token is unknown.
create function auth.end_session_of(token_hash bytea)
  returns table (session_id bigint, organization_id bigint, user_id bigint)
  language sql security definer set search_path = pg_catalog as $$
  update auth.sessions s set ended_at = app.now() from auth.refresh_tokens t
  where t.hash = token_hash and s.id = t.session_id and s.ended_at is null
  returning s.id, s.organization_id, s.user_id $$;

-- Is this session alive, and that user's, in the tenant of this transaction?
create function auth.is_session_alive(session bigint, of_user bigint) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from auth.sessions
    where id = session and user_id = of_user and organization_id = app.current_organization() and ended_at is null) $$;

revoke execute on all functions in schema auth from public;
grant execute on all functions in schema auth to app_rw;

create trigger index_for_search after insert or update of name on app.organizations
  for each row execute function search.index_record('organization', 'name');
create trigger index_for_search after insert or update of name on app.departments
  for each row execute function search.index_record('department', 'name');
create trigger index_for_search after insert or update of username, display_name, email on app.users
  for each row execute function search.index_record('user', 'username', 'display_name', 'email');
create trigger index_for_search after insert or update of name, description on app.teams
  for each row execute function search.index_record('team', 'name', 'description');

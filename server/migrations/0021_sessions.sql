-- What people see and end of their sessions, and API tokens.

-- The sessions of one of the organization's people that still let them in. Each renewal leaves a refresh token, so the
-- newest tells when a session was last used.
create function auth.list_sessions(of_user bigint)
  returns table (id bigint, created_at timestamptz, last_used_at timestamptz, user_agent text, address text)
  language sql stable security definer set search_path = pg_catalog as $$
  select s.id, s.created_at, t.issued_at, s.user_agent, host(s.address)
  from auth.sessions s cross join lateral (
    select issued_at, expires_at from auth.refresh_tokens where session_id = s.id order by issued_at desc limit 1) t
  where s.organization_id = app.current_organization() and s.user_id = of_user and s.ended_at is null
    and t.expires_at > app.now()
  order by t.issued_at desc, s.id $$;

create function auth.end_session(session bigint, of_user bigint) returns setof bigint
  language sql security definer set search_path = pg_catalog as $$
  update auth.sessions set ended_at = app.now()
  where id = session and user_id = of_user and organization_id = app.current_organization() and ended_at is null
  returning id $$;

revoke execute on function auth.list_sessions(bigint), auth.end_session(bigint, bigint) from public;
grant execute on function auth.list_sessions(bigint), auth.end_session(bigint, bigint) to app_rw;

-- Tokens by which programs speak for whoever made them, `created_by`, within scopes. The secret itself is hashed in auth.
create table app.api_tokens (
  organization_id bigint not null,
  id bigint generated always as identity,
  name text collate "C" not null check (length(name) between 1 and 200),
  scopes text[] not null,
  prefix text not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint not null,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, created_by) references app.users (organization_id, id)
);
create index api_tokens_by_creation on app.api_tokens (organization_id, created_at, id) where deleted_at is null;
create index api_tokens_by_owner on app.api_tokens (organization_id, created_by, created_at, id) where deleted_at is null;
call app.protect('app.api_tokens');

create table auth.api_tokens (
  hash bytea primary key,
  organization_id bigint not null,
  token_id bigint not null,
  foreign key (organization_id, token_id) references app.api_tokens (organization_id, id)
);

create function auth.put_api_token(token bigint, token_hash bytea) returns void
  language sql security definer set search_path = pg_catalog as $$
  insert into auth.api_tokens (hash, organization_id, token_id) values (token_hash, app.current_organization(), token) $$;

create function auth.find_api_token(token_hash bytea) returns table (organization_id bigint, token_id bigint)
  language sql stable security definer set search_path = pg_catalog as $$
  select t.organization_id, t.token_id from auth.api_tokens t where t.hash = token_hash $$;

revoke execute on function auth.put_api_token(bigint, bytea), auth.find_api_token(bytea) from public;
grant execute on function auth.put_api_token(bigint, bytea), auth.find_api_token(bytea) to app_rw;

-- Signing in, the whole of it: failures are counted, a second factor, links that let somebody in once, mail as jobs.
-- As before, the tables of auth are reached through definer functions only.

-- Which installation key seals secrets of this database, so that a process with another one does not start.
create table auth.sealing_key (
  only_row boolean primary key default true check (only_row),
  key_id text not null
);

-- Names are ASCII, and folded as such: in another collation two spellings of a name would count their failures apart.
create or replace function auth.find_credentials(wanted text)
  returns table (user_id bigint, organization_id bigint, password_hash text)
  language sql stable security definer set search_path = pg_catalog as $$
  select c.user_id, c.organization_id, c.password_hash from auth.credentials c
  where c.username = lower(wanted collate "C") $$;

-- What failed lately, by subject: `account:ada`, `address:192.0.2.1`, `mfa:7`.
create table auth.throttles (
  subject text primary key,
  failures integer not null default 0,
  locked_until timestamptz,
  -- from when on the failures count for nothing any more
  forgotten_at timestamptz not null
);
create index throttles_by_end on auth.throttles (forgotten_at);

-- In one order, so that nobody waits for each other in a circle.
create function auth.lock_throttles(subjects text[]) returns void
  language sql set search_path = pg_catalog as $$
  select from auth.throttles where subject = any(subjects) order by subject for update $$;

-- Counts an attempt for each subject before it is made, unless one of them is locked: then `wait` says how long still.
-- Whoever reaches what is allowed may try this once, and locks the subject for the others: 1, 2, 4, 8, 15 minutes.
-- `is_last`: of the first subject.
create function auth.count_attempt(subjects text[], allowed integer[], memory interval)
  returns table (wait interval, is_last boolean)
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  -- A count that a crash forgets is one guess more; it must not cost each sign-in a flush.
  perform set_config('synchronous_commit', 'off', true);
  -- Without a lock first: those who are turned away must cost little.
  wait := (select max(locked_until) from auth.throttles where subject = any(subjects)) - app.now();
  if wait <= interval '0' or wait is null then
    insert into auth.throttles (subject, forgotten_at)
      select s, app.now() + memory from unnest(subjects) s order by s on conflict do nothing;
    perform auth.lock_throttles(subjects);
    wait := (select max(locked_until) from auth.throttles where subject = any(subjects)) - app.now();
  end if;
  if wait > interval '0' then
    is_last := false;
    return next;
    return;
  end if;
  with counted as (
    select t.subject, l.allowed, case when t.forgotten_at <= app.now() then 1 else t.failures + 1 end as failures
    from auth.throttles t join unnest(subjects, allowed) l (subject, allowed) using (subject)),
  judged as (
    select *, case when c.failures >= c.allowed
      then app.now() + least(power(2, least(c.failures - c.allowed, 4)), 15) * interval '1 minute' end as until
    from counted c),
  kept as (
    update auth.throttles t set failures = j.failures, locked_until = j.until,
      forgotten_at = coalesce(j.until, app.now()) + memory
    from judged j where t.subject = j.subject
    returning t.subject, t.locked_until)
  select null, k.locked_until is not null into wait, is_last from kept k where k.subject = subjects[1];
  return next;
end $$;

-- The attempt was none: it succeeded, or nobody looked at it. A success opens what was locked, and leaves one guess.
create function auth.refund_attempt(subjects text[], allowed integer[]) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  perform auth.lock_throttles(subjects);
  update auth.throttles t set failures = greatest(least(t.failures, l.allowed) - 1, 0), locked_until = null
  from unnest(subjects, allowed) l (subject, allowed) where t.subject = l.subject;
end $$;

-- The second factor. Seeds are sealed by the installation's key, which is not in the database.
create table auth.totp (
  user_id bigint primary key,
  organization_id bigint not null,
  sealed_secret text not null,
  -- null until a first code has shown that the app has the secret
  enabled_at timestamptz,
  -- the step of the last code that was taken: none is taken twice
  last_step bigint not null default 0,
  created_at timestamptz not null default app.now(),
  foreign key (organization_id, user_id) references app.users (organization_id, id)
);
create table auth.recovery_codes (
  user_id bigint not null references auth.totp (user_id) on delete cascade,
  hash bytea not null,
  used_at timestamptz,
  primary key (user_id, hash)
);
-- Between the password and the second factor.
create table auth.mfa_challenges (
  hash bytea primary key,
  organization_id bigint not null,
  user_id bigint not null,
  tries integer not null default 0,
  expires_at timestamptz not null,
  foreign key (organization_id, user_id) references app.users (organization_id, id)
);
create index mfa_challenges_by_end on auth.mfa_challenges (expires_at);

create function auth.has_mfa(of_user bigint) returns boolean
  language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from auth.totp
    where user_id = of_user and organization_id = app.current_organization() and enabled_at is not null) $$;

create function auth.find_totp(of_user bigint) returns table (sealed_secret text, is_enabled boolean)
  language sql stable security definer set search_path = pg_catalog as $$
  select t.sealed_secret, t.enabled_at is not null from auth.totp t
  where t.user_id = of_user and t.organization_id = app.current_organization() $$;

-- A new secret in place of one that was never confirmed; false where the second factor is on.
create function auth.put_totp(of_user bigint, sealed text) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into auth.totp (user_id, organization_id, sealed_secret) values (of_user, app.current_organization(), sealed)
  on conflict (user_id) do update set sealed_secret = excluded.sealed_secret, last_step = 0, created_at = app.now()
    where auth.totp.enabled_at is null and auth.totp.organization_id = app.current_organization();
  return found;
end $$;

-- Compare and set: of many who bring the same code one gets true.
create function auth.use_totp_step(of_user bigint, step bigint) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  update auth.totp set last_step = step
  where user_id = of_user and organization_id = app.current_organization() and last_step < step;
  return found;
end $$;

create function auth.enable_totp(of_user bigint, code_hashes bytea[]) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  update auth.totp set enabled_at = app.now()
  where user_id = of_user and organization_id = app.current_organization() and enabled_at is null;
  if not found then return false; end if;
  insert into auth.recovery_codes (user_id, hash) select of_user, h from unnest(code_hashes) h;
  return true;
end $$;

create function auth.use_recovery_code(of_user bigint, code_hash bytea) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  update auth.recovery_codes set used_at = app.now()
  where user_id = of_user and hash = code_hash and used_at is null and auth.has_mfa(of_user);
  return found;
end $$;

create function auth.remove_totp(of_user bigint) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
declare was_on boolean;
begin
  delete from auth.totp where user_id = of_user and organization_id = app.current_organization()
  returning enabled_at is not null into was_on;
  delete from auth.mfa_challenges where user_id = of_user and organization_id = app.current_organization();
  return coalesce(was_on, false);
end $$;

create function auth.open_challenge(of_user bigint, token_hash bytea, lifetime interval) returns void
  language sql security definer set search_path = pg_catalog as $$
  insert into auth.mfa_challenges (hash, organization_id, user_id, expires_at)
  values (token_hash, app.current_organization(), of_user, app.now() + lifetime) $$;

-- One more try, counted before the code is looked at.
create function auth.try_challenge(token_hash bytea, most integer) returns table (organization_id bigint, user_id bigint)
  language sql security definer set search_path = pg_catalog as $$
  update auth.mfa_challenges c set tries = c.tries + 1
  where c.hash = token_hash and c.tries < most and c.expires_at > app.now()
  returning c.organization_id, c.user_id $$;

create function auth.end_challenge(token_hash bytea) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from auth.mfa_challenges where hash = token_hash;
  return found;
end $$;

create function auth.find_password(of_user bigint) returns text
  language sql stable security definer set search_path = pg_catalog as $$
  select c.password_hash from auth.credentials c
  where c.user_id = of_user and c.organization_id = app.current_organization() $$;

-- All of a person's sessions but the one they are speaking in.
create function auth.end_sessions_of(of_user bigint, besides bigint) returns setof bigint
  language sql security definer set search_path = pg_catalog as $$
  update auth.sessions set ended_at = app.now()
  where user_id = of_user and organization_id = app.current_organization() and ended_at is null
    and id is distinct from besides
  returning id $$;

-- Invitations and resets: links that let somebody set a password, once.
create table auth.links (
  hash bytea primary key,
  purpose text not null check (purpose in ('invitation', 'reset')),
  organization_id bigint not null,
  user_id bigint not null,
  expires_at timestamptz not null,
  foreign key (organization_id, user_id) references app.users (organization_id, id)
);
create unique index links_of_user on auth.links (user_id, purpose);
create index links_by_end on auth.links (expires_at);

-- The newest counts, and no other.
create function auth.put_link(of_user bigint, wanted text, token_hash bytea, lifetime interval) returns void
  language sql security definer set search_path = pg_catalog as $$
  insert into auth.links as l (hash, purpose, organization_id, user_id, expires_at)
  values (token_hash, wanted, app.current_organization(), of_user, app.now() + lifetime)
  on conflict (user_id, purpose) do update set hash = excluded.hash, expires_at = excluded.expires_at
    where l.organization_id = app.current_organization() $$;

create function auth.find_link(wanted text, token_hash bytea) returns table (organization_id bigint, user_id bigint)
  language sql stable security definer set search_path = pg_catalog as $$
  select l.organization_id, l.user_id from auth.links l
  where l.hash = token_hash and l.purpose = wanted and l.expires_at > app.now() $$;

create function auth.take_link(of_user bigint, wanted text, token_hash bytea) returns boolean
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from auth.links where hash = token_hash and purpose = wanted and user_id = of_user
    and organization_id = app.current_organization() and expires_at > app.now();
  return found;
end $$;

-- Whoever has a new password has no use for links that are on their way.
create function auth.drop_links(of_user bigint) returns void
  language sql security definer set search_path = pg_catalog as $$
  delete from auth.links where user_id = of_user and organization_id = app.current_organization() $$;

-- What is over and would only pile up. Counts are kept for a day more, so that none goes while somebody waits to raise it.
create function auth.sweep() returns void
  language sql security definer set search_path = pg_catalog as $$
  delete from auth.throttles where forgotten_at < app.now() - interval '1 day';
  delete from auth.mfa_challenges where expires_at < app.now();
  delete from auth.links where expires_at < app.now() $$;

-- Null for those who have set a password, or were given one.
alter table app.users add column invited_at timestamptz;

-- A job of the worker, in the transaction of its cause. app_rw owns no tables of jobs and may do nothing else with them.
create function app.add_job(task text, payload json, attempts integer) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform jobs.add_job(identifier => task, payload => payload, max_attempts => attempts);
end $$;

revoke execute on all functions in schema auth from public;
grant execute on all functions in schema auth to app_rw;
revoke execute on function auth.lock_throttles(text[]) from app_rw;
revoke execute on function app.add_job(text, json, integer) from public;
grant execute on function app.add_job(text, json, integer) to app_rw;

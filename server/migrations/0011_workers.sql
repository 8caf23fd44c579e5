-- Who works: one row per running worker, so that the jobs of one that was killed are taken over at once.
-- A worker holds an advisory lock of this number on a connection of its own; who can take it knows that the worker is gone.
create table app.workers (
  -- as it stands in its jobs' locked_by
  id text primary key,
  -- for people: host and process number
  process text not null,
  lock integer not null generated always as identity,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
grant usage on schema app to app_jobs;
grant select, insert, update, delete on app.workers to app_jobs;

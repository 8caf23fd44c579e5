-- What was answered to calls that came with an Idempotency-Key, written in the transaction of their effect.
-- id is a hash of person, route and key; fingerprint one of what was asked, made with the key, which is stored nowhere.
create table app.idempotency_keys (
  organization_id bigint not null,
  id bytea not null,
  -- which of the call's writes, for one that has several
  step smallint not null,
  fingerprint bytea not null,
  -- json and not jsonb: read as it was written, and never searched
  answer json not null,
  created_at timestamptz not null default app.now(),
  primary key (organization_id, id, step)
);
create index idempotency_keys_by_age on app.idempotency_keys (organization_id, created_at);
call app.protect('app.idempotency_keys', 'select, insert, delete');

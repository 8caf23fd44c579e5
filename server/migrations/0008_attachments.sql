-- Files that people attach to records, what was done to live with an incident, and how long things took.

-- The content of a file lies here, in pieces, so that one backup carries everything, row security guards it like any
-- record and every process sees it. It is written once: nobody is granted update or delete.
create table app.files (
  organization_id bigint not null,
  id bigint generated always as identity,
  mime text collate "C" not null,
  size bigint not null check (size > 0),
  sha256 text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default app.now(),
  created_by bigint,
  primary key (organization_id, id)
);
call app.protect('app.files', 'select, insert');

create table app.file_chunks (
  organization_id bigint not null,
  file_id bigint not null,
  position integer not null check (position >= 0),
  bytes bytea not null check (length(bytes) between 1 and 262144),
  primary key (organization_id, file_id, position),
  foreign key (organization_id, file_id) references app.files (organization_id, id)
);
-- Most of it is compressed already; trying again costs more than it saves.
alter table app.file_chunks alter column bytes set storage external;
call app.protect('app.file_chunks', 'select, insert');

create table app.incident_attachments (
  organization_id bigint not null,
  id bigint generated always as identity,
  incident_id bigint not null,
  file_id bigint not null,
  filename text collate "C" not null check (length(filename) between 1 and 255),
  description text not null default '',
  visibility text not null check (visibility in ('public', 'internal')),
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, incident_id) references app.incidents (organization_id, id),
  foreign key (organization_id, file_id) references app.files (organization_id, id)
);
create index incident_attachments_by_incident on app.incident_attachments (organization_id, incident_id, id);
create index incident_attachments_newest on app.incident_attachments (organization_id, created_at desc, id desc) where deleted_at is null;
call app.protect('app.incident_attachments');
create trigger index_for_search after insert or update of filename, description on app.incident_attachments
  for each row execute function search.index_record('incident_attachment', 'filename', 'description');

create table app.incident_workarounds (
  organization_id bigint not null,
  id bigint generated always as identity,
  incident_id bigint not null,
  steps text not null check (length(steps) between 1 and 65536),
  -- null: nobody has said yet
  outcome text check (outcome in ('worked', 'partial', 'failed')),
  applied_by bigint,
  applied_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, incident_id) references app.incidents (organization_id, id),
  foreign key (organization_id, applied_by) references app.users (organization_id, id)
);
create index incident_workarounds_by_incident on app.incident_workarounds (organization_id, incident_id, id);
create index incident_workarounds_newest on app.incident_workarounds (organization_id, created_at desc, id desc) where deleted_at is null;
call app.protect('app.incident_workarounds');
create trigger index_for_search after insert or update of steps on app.incident_workarounds
  for each row execute function search.index_record('incident_workaround', 'steps');

-- One row per incident, written by its own transitions; a fold of its ledger, so it can always be made anew.
create table app.incident_metrics (
  organization_id bigint not null,
  id bigint generated always as identity,
  incident_id bigint not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  ack_s bigint,
  assign_s bigint,
  first_response_s bigint,
  wall_resolve_s bigint,
  -- seconds by reason; the hold that runs is not in there, it has begun at hold_since
  hold_s jsonb not null default '{}',
  hold_reason text,
  hold_since timestamptz,
  touches integer not null default 0,
  agent_ids bigint[] not null default '{}',
  team_ids bigint[] not null default '{}',
  escalated boolean not null default false,
  reopened boolean not null default false,
  fcr boolean,
  formula_version integer not null,
  computed_at timestamptz not null default app.now(),
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, incident_id) references app.incidents (organization_id, id)
);
create unique index incident_metrics_incident_id on app.incident_metrics (organization_id, incident_id);
create index incident_metrics_by_start on app.incident_metrics (organization_id, started_at desc, id desc);
create index incident_metrics_newest on app.incident_metrics (organization_id, created_at desc, id desc);
call app.protect('app.incident_metrics');

create table app.incidents (
  organization_id bigint not null,
  id bigint generated always as identity,
  number text collate "C" not null,
  title text collate "C" not null check (length(title) between 1 and 255),
  description text not null default '',
  channel text not null default 'api' check (channel in ('portal', 'mail', 'phone', 'chat', 'api', 'monitoring', 'walkup')),
  status text collate "C" not null,
  -- the status' category, kept beside it: reports, SLA and lists read the category only
  status_category text collate "C" not null check (status_category in ('new', 'active', 'hold', 'resolved', 'closed', 'cancelled')),
  impact smallint not null check (impact between 1 and 3),
  urgency smallint not null check (urgency between 1 and 3),
  priority smallint not null check (priority between 1 and 5),
  requester_id bigint,
  assignee_id bigint,
  team_id bigint,
  client_id bigint,
  site_id bigint,
  configuration_item_id bigint,
  hold_reason text check (hold_reason in ('awaiting_caller', 'awaiting_change', 'awaiting_problem', 'awaiting_vendor', 'awaiting_evidence', 'scheduled')),
  hold_until timestamptz,
  escalation_level integer not null default 0,
  reassignment_count integer not null default 0,
  resolution_code text,
  resolution_notes text,
  cancel_reason text,
  acknowledged_at timestamptz,
  resolved_at timestamptz,
  resolved_by bigint,
  closed_at timestamptz,
  closed_by bigint,
  reopened_at timestamptz,
  reopen_count integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, requester_id) references app.users (organization_id, id),
  foreign key (organization_id, assignee_id) references app.users (organization_id, id),
  foreign key (organization_id, team_id) references app.teams (organization_id, id),
  foreign key (organization_id, client_id) references app.clients (organization_id, id),
  foreign key (organization_id, site_id) references app.sites (organization_id, id),
  foreign key (organization_id, configuration_item_id) references app.configuration_items (organization_id, id),
  check (status_category <> 'resolved' or (resolution_code is not null and resolution_notes is not null and resolved_at is not null)),
  check (status_category <> 'hold' or hold_reason is not null)
);
create unique index incidents_number on app.incidents (organization_id, number);
create index incidents_newest on app.incidents (organization_id, created_at desc, id desc) where deleted_at is null;
create index incidents_by_update on app.incidents (organization_id, updated_at desc, id desc) where deleted_at is null;
create index incidents_by_status on app.incidents (organization_id, status_category, priority, created_at desc, id desc) where deleted_at is null;
create index incidents_by_assignee on app.incidents (organization_id, assignee_id, status_category) where deleted_at is null;
create index incidents_by_team on app.incidents (organization_id, team_id, status_category) where deleted_at is null;
create index incidents_by_requester on app.incidents (organization_id, requester_id) where deleted_at is null;
call app.protect('app.incidents');

create table app.incident_comments (
  organization_id bigint not null,
  id bigint generated always as identity,
  incident_id bigint not null,
  visibility text not null check (visibility in ('public', 'internal')),
  body text not null check (length(body) between 1 and 65536),
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, incident_id) references app.incidents (organization_id, id)
);
create index incident_comments_by_incident on app.incident_comments (organization_id, incident_id, id);
call app.protect('app.incident_comments');

create trigger index_for_search after insert or update of number, title, description, resolution_notes on app.incidents
  for each row execute function search.index_record('incident', 'number', 'title', 'description', 'resolution_notes');
create trigger index_for_search after insert or update of body on app.incident_comments
  for each row execute function search.index_record('incident_comment', 'body');

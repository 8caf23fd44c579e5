-- Parents and children, links, what ends a hold by itself, and when a resolved incident closes by itself.

alter table app.incidents
  add column parent_id bigint,
  add column resumed_at timestamptz,
  add column reopened_by bigint,
  add foreign key (organization_id, parent_id) references app.incidents (organization_id, id),
  add foreign key (organization_id, resolved_by) references app.users (organization_id, id),
  add constraint incidents_parent_id_check check (parent_id <> id);
create index incidents_by_parent on app.incidents (organization_id, parent_id) where parent_id is not null;
-- The sweeps' own: what is due stands at the front, and who is not held or resolved is not in there.
create index incidents_to_resume on app.incidents (organization_id, hold_until)
  where status_category = 'hold' and hold_until is not null and deleted_at is null;
create index incidents_to_close on app.incidents (organization_id, resolved_at)
  where status_category = 'resolved' and deleted_at is null;

-- Changes and problems are named by their reference until they are records of this product.
create table app.incident_links (
  organization_id bigint not null,
  id bigint generated always as identity,
  incident_id bigint not null,
  type text collate "C" not null check (type in ('related_to', 'caused_by', 'resolved_by', 'duplicate_of', 'follow_up_of')),
  linked_incident_id bigint,
  change_reference text collate "C" check (length(change_reference) between 1 and 100),
  problem_reference text collate "C" check (length(problem_reference) between 1 and 100),
  note text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, incident_id) references app.incidents (organization_id, id),
  foreign key (organization_id, linked_incident_id) references app.incidents (organization_id, id),
  constraint incident_links_linked_incident_id_check check (linked_incident_id <> incident_id),
  check (num_nonnulls(linked_incident_id, change_reference, problem_reference) = 1)
);
create unique index incident_links_type on app.incident_links
  (organization_id, incident_id, type, coalesce(linked_incident_id, 0), coalesce(change_reference, ''), coalesce(problem_reference, ''))
  where deleted_at is null;
create index incident_links_newest on app.incident_links (organization_id, created_at desc, id desc) where deleted_at is null;
create index incident_links_by_target on app.incident_links (organization_id, linked_incident_id) where linked_incident_id is not null;
call app.protect('app.incident_links');

-- One row per organization, made by the first change; without it the defaults hold.
create table app.incident_settings (
  organization_id bigint primary key,
  auto_close_days integer not null default 7 check (auto_close_days between 0 and 365),
  version integer not null default 1,
  updated_at timestamptz not null default app.now(),
  updated_by bigint
);
call app.protect('app.incident_settings');

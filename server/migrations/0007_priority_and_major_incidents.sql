-- The priority rules of an organization, one row per kind of record. Without a row the product's own hold.
create table app.priority_matrices (
  organization_id bigint not null,
  id bigint generated always as identity,
  record_type text not null check (record_type in ('incident')),
  raises_for_vip boolean not null,
  raises_for_critical_item boolean not null,
  -- from how many affected users on the impact is at least medium, at least high; null: their number does not matter
  medium_impact_users integer check (medium_impact_users > 0),
  high_impact_users integer,
  proposes_major boolean not null,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  primary key (organization_id, id),
  constraint priority_matrices_high_impact_users_check check (high_impact_users > 0 and (medium_impact_users is null or high_impact_users > medium_impact_users))
);
create unique index priority_matrices_record_type on app.priority_matrices (organization_id, record_type);
call app.protect('app.priority_matrices');

create table app.priority_matrix_cells (
  organization_id bigint not null,
  matrix_id bigint not null,
  impact smallint not null check (impact between 1 and 3),
  urgency smallint not null check (urgency between 1 and 3),
  priority smallint not null check (priority between 1 and 5),
  primary key (organization_id, matrix_id, impact, urgency),
  foreign key (organization_id, matrix_id) references app.priority_matrices (organization_id, id)
);
call app.protect('app.priority_matrix_cells');

-- Whom work goes to when it is too much, and who answers for it.
alter table app.users add column manager_id bigint constraint users_manager_id_check check (manager_id <> id);
alter table app.users add foreign key (organization_id, manager_id) references app.users (organization_id, id);
alter table app.teams add column manager_id bigint,
  add column escalation_team_id bigint constraint teams_escalation_team_id_check check (escalation_team_id <> id);
alter table app.teams add foreign key (organization_id, manager_id) references app.users (organization_id, id);
alter table app.teams add foreign key (organization_id, escalation_team_id) references app.teams (organization_id, id);

-- A criticality that nobody stated must not raise the impact of incidents.
alter table app.configuration_items alter column criticality drop default, alter column criticality drop not null;

alter table app.incidents
  add column affected_users integer check (affected_users >= 0),
  -- impact and urgency are what people say; these are what the rules made of it, and what the matrix reads
  add column effective_impact smallint check (effective_impact between 1 and 3),
  add column effective_urgency smallint check (effective_urgency between 1 and 3),
  add column priority_source text not null default 'matrix' check (priority_source in ('matrix', 'manual')),
  -- { "reasons": [{ rule, field, from, to, input }] }
  add column priority_basis jsonb not null default '{"reasons": []}',
  add column escalated_at timestamptz,
  add column escalated_to_id bigint,
  add column major_state text check (major_state in ('proposed', 'accepted', 'rejected')),
  -- why it was proposed: the rule that did it, or what a person said
  add column major_rule text check (major_rule in ('priority_1')),
  add column major_reason text,
  add column major_decided_at timestamptz,
  add column major_decided_by bigint,
  add column major_rejection_reason text,
  add column commander_id bigint,
  add column bridge_url text,
  add column communication_audience text,
  add column communication_cadence_minutes integer check (communication_cadence_minutes between 5 and 10080),
  add column last_communication_at timestamptz,
  -- at time zone 'UTC' back and forth, for arithmetic on timestamptz is not immutable
  add column next_communication_at timestamptz generated always as (
    case when major_state = 'accepted' and status_category in ('new', 'active', 'hold') then
      (last_communication_at at time zone 'UTC' + communication_cadence_minutes * interval '1 minute') at time zone 'UTC' end) stored,
  add column reviewed_at timestamptz,
  add column reviewed_by bigint,
  add column review_summary text,
  add column review_cause text,
  add column review_lessons text,
  add column review_actions text,
  -- a review is due after each resolution: one from before a reopening does not count
  add column review_state text generated always as (
    case when major_state = 'accepted' and status_category in ('resolved', 'closed') then
      case when reviewed_at >= resolved_at then 'done' else 'due' end end) stored;
-- Row security is forced on the owner, too; without its force for a moment the rows of all tenants are seen.
alter table app.incidents no force row level security;
update app.incidents set effective_impact = impact, effective_urgency = urgency;
alter table app.incidents force row level security;
alter table app.incidents alter column effective_impact set not null, alter column effective_urgency set not null;
alter table app.incidents add foreign key (organization_id, escalated_to_id) references app.users (organization_id, id);
alter table app.incidents add foreign key (organization_id, commander_id) references app.users (organization_id, id);
alter table app.incidents add constraint incidents_commander_id_check check (major_state <> 'accepted'
  or (commander_id is not null and communication_audience is not null and communication_cadence_minutes is not null));
create index incidents_by_major_state on app.incidents (organization_id, major_state, created_at desc, id desc)
  where major_state is not null and deleted_at is null;
create index incidents_by_next_communication on app.incidents (organization_id, next_communication_at)
  where next_communication_at is not null and deleted_at is null;

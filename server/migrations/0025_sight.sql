-- Who is limited to clients, or to what they reported, finds it by an index, whose entries alone tell what is within sight: what hangs on
-- these records is looked for among them (docs/adr/0039). The trails tell of deleted records, too.
create index incidents_by_client on app.incidents (organization_id, client_id, created_at desc, id desc)
  include (deleted_at) where client_id is not null;
drop index app.incidents_by_requester;
create index incidents_by_requester on app.incidents (organization_id, requester_id, id) where deleted_at is null;
drop index app.incidents_by_team;
create index incidents_by_team on app.incidents (organization_id, team_id, status_category, id) where deleted_at is null;
create index incidents_by_creator on app.incidents (organization_id, created_by, id) where deleted_at is null;
drop index app.alerts_by_client;
create index alerts_by_client on app.alerts (organization_id, client_id, severity_rank desc, starts_at desc, id desc)
  include (deleted_at) where client_id is not null;
create index sites_by_client on app.sites (organization_id, client_id, id) include (deleted_at);
create index configuration_items_by_client on app.configuration_items (organization_id, client_id, id)
  include (deleted_at) where client_id is not null;

-- A client, a team and a person are of one tenant: to the planner, which knows of each column alone, the rows of a tenant's client are
-- as few as if both were unlikely, and it would look up one after the other where there are thousands.
create statistics app.incidents_clients (dependencies) on organization_id, client_id from app.incidents;
create statistics app.incidents_teams (dependencies) on organization_id, team_id from app.incidents;
create statistics app.incidents_requesters (dependencies) on organization_id, requester_id from app.incidents;
create statistics app.incidents_creators (dependencies) on organization_id, created_by from app.incidents;
create statistics app.alerts_clients (dependencies) on organization_id, client_id from app.alerts;
analyze app.incidents;
analyze app.alerts;

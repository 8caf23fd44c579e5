-- Who is limited to clients, or to what they reported, finds it by an index, whose entries alone tell what is within sight: what hangs on
-- these records is looked for among them (docs/adr/0039). The trails tell of deleted records, too.
create index incidents_by_client on app.incidents (organization_id, client_id, created_at desc, id desc)
  include (deleted_at) where client_id is not null;
drop index app.incidents_by_requester;
create index incidents_by_requester on app.incidents (organization_id, requester_id, id) where deleted_at is null;
create index incidents_by_creator on app.incidents (organization_id, created_by, id) where deleted_at is null;
drop index app.alerts_by_client;
create index alerts_by_client on app.alerts (organization_id, client_id, severity_rank desc, starts_at desc, id desc)
  include (deleted_at) where client_id is not null;
create index sites_by_client on app.sites (organization_id, client_id, id) include (deleted_at);
create index configuration_items_by_client on app.configuration_items (organization_id, client_id, id)
  include (deleted_at) where client_id is not null;

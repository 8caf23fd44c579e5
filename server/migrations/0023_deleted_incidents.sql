-- Few, and looked through by whoever reads what hangs on incidents.
create index incidents_deleted on app.incidents (organization_id, id) where deleted_at is not null;

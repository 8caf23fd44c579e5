-- Whom we serve, where they are, and what stands there.

create table app.clients (
  organization_id bigint not null,
  id bigint generated always as identity,
  name text collate "C" not null check (length(name) between 1 and 200),
  code text collate "C",
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
create unique index clients_name on app.clients (organization_id, name) where deleted_at is null;
call app.protect('app.clients');

create table app.sites (
  organization_id bigint not null,
  id bigint generated always as identity,
  client_id bigint not null,
  name text collate "C" not null check (length(name) between 1 and 200),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  time_zone text not null default 'UTC',
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references app.clients (organization_id, id),
  constraint sites_longitude_check1 check ((latitude is null) = (longitude is null))
);
create unique index sites_name on app.sites (organization_id, client_id, name) where deleted_at is null;
call app.protect('app.sites');

create table app.configuration_items (
  organization_id bigint not null,
  id bigint generated always as identity,
  name text collate "C" not null check (length(name) between 1 and 255),
  -- what alert sources call it: lower-case host name, FQDN or address
  host_name text collate "C",
  ip_address text collate "C",
  kind text not null default 'device',
  status text not null default 'live'
    check (status in ('planned', 'ordered', 'in_build', 'test', 'live', 'maintenance', 'retired', 'disposed')),
  criticality text not null default 'medium' check (criticality in ('high', 'medium', 'low')),
  client_id bigint,
  site_id bigint,
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, client_id) references app.clients (organization_id, id),
  foreign key (organization_id, site_id) references app.sites (organization_id, id)
);
create unique index configuration_items_name on app.configuration_items (organization_id, name) where deleted_at is null;
create index configuration_items_by_host on app.configuration_items (organization_id, host_name) where deleted_at is null;
create index configuration_items_by_address on app.configuration_items (organization_id, ip_address) where deleted_at is null;
call app.protect('app.configuration_items');

-- A user with rows here sees these clients only; without rows, all of the organization's.
create table app.user_clients (
  organization_id bigint not null,
  user_id bigint not null,
  client_id bigint not null,
  primary key (organization_id, user_id, client_id),
  foreign key (organization_id, user_id) references app.users (organization_id, id),
  -- named after the field of the person that the rows come from
  constraint user_clients_client_ids_fkey foreign key (organization_id, client_id) references app.clients (organization_id, id)
);
call app.protect('app.user_clients', 'select, insert, delete');

create trigger index_for_search after insert or update of name, code on app.clients
  for each row execute function search.index_record('client', 'name', 'code');
create trigger index_for_search after insert or update of name on app.sites
  for each row execute function search.index_record('site', 'name');
create trigger index_for_search after insert or update of name, host_name, ip_address, kind on app.configuration_items
  for each row execute function search.index_record('configuration_item', 'name', 'host_name', 'ip_address', 'kind');

-- What an event says may change with the product: each ledger row keeps the version of its event's declaration.
-- A constant default touches no row that is there; partitions made later take the column from their parent.
alter table app.ledger add column event_version smallint not null default 1;

-- Tells installations apart that share one Redis, whose channels know no databases.
alter table app.stream_state add column installation uuid not null default gen_random_uuid();

-- When the next request to Convoso may leave: one row that all workers take turns by.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- Unlogged: a turn need not wait for the disk, and after a crash the pace starts anew.
create unlogged table if not exists request_pace (
  host text constraint request_pace_pkey primary key,
  next_at timestamptz not null
);

insert into schema_migrations (name) values ('013_request_pace.sql') on conflict do nothing;
commit;

-- "The ledger" means the comparison with Convoso's call log since 018. Two comments still called the deliveries so.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

comment on table call_events is
  'Every delivery as it was received, and its result. It has no foreign keys because it outlives the other rows.';
comment on table call_event_problems is
  'Deliveries in which something could not be read as sent. call_events.problems has the details.';

insert into schema_migrations (name) values ('034_plain_comments.sql') on conflict do nothing;
commit;

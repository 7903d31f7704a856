-- Which deliveries have a problem, by its code: most have none, so the ledger has no index over all of them.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists call_event_problems (
  code text not null,
  event_id uuid not null,
  is_test boolean not null,
  constraint call_event_problems_pkey primary key (code, event_id) include (is_test)
);
comment on table call_event_problems is 'Deliveries in which something could not be read as sent. The ledger has the details.';
comment on column call_event_problems.code is 'What kind of problem it is.';
comment on column call_event_problems.event_id is 'The delivery (call_events.id).';
comment on column call_event_problems.is_test is 'True for test data.';

create index if not exists call_event_problems_test_idx on call_event_problems (event_id) where is_test;
comment on index call_event_problems_test_idx is 'Deletion of test data.';

insert into schema_migrations (name) values ('014_problems.sql') on conflict do nothing;
commit;

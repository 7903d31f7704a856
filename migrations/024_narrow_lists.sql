-- Lists narrowed to what is rare among what is rare: their pages are found in the index alone, and only what is shown is
-- read from the tables.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- The same indexes as before, with a little more in them. An upper-cased code does not tell PostgreSQL that the code itself
-- need not be read from the table, and takes no room beside it: an entry is padded to eight bytes anyhow.
do $$
declare
  changed record;
begin
  for changed in
    select * from (values
      ('calls_disposition_idx', '%include (disposition)%'),
      ('calls_direction_idx', '%include (agent_id)%'),
      ('calls_long_idx', '%occurred_at%'),
      ('calls_test_idx', '%occurred_at%'),
      ('contacts_list_idx', '%include (conversion)%'),
      ('contacts_test_idx', '%created_at%')
    ) as wanted (name, has)
    join pg_indexes on schemaname = current_schema() and indexname = name and indexdef not ilike has
  loop
    execute format('drop index %I', changed.name);
  end loop;
end $$;
create index if not exists calls_disposition_idx on calls (upper(disposition), occurred_at desc, call_id desc) include (disposition);
create index if not exists calls_direction_idx on calls (direction, occurred_at desc, call_id desc) include (agent_id)
  where direction <> 'outbound';
create index if not exists calls_long_idx on calls (duration_seconds, occurred_at desc, call_id desc) where duration_seconds >= 600;
create index if not exists calls_test_idx on calls (occurred_at desc, call_id desc) where is_test;
create index if not exists contacts_list_idx on contacts (list_id, created_at desc, id desc) include (conversion)
  where list_id is not null;
create index if not exists contacts_test_idx on contacts (created_at desc, id desc) where is_test;

-- What PostgreSQL knew of the codes went with the index.
analyze calls;

insert into schema_migrations (name) values ('024_narrow_lists.sql') on conflict do nothing;
commit;

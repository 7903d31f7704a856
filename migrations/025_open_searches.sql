-- Open searches, found by when they are due. The index of before was of those that wait; the look for lost jobs asks for the
-- blocked ones, too, and read the whole table every minute.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

do $$ begin
  if (select indexdef from pg_indexes where schemaname = current_schema() and indexname = 'pending_recordings_due_idx') not like '%blocked%' then
    drop index pending_recordings_due_idx;
  end if;
end $$;
create index if not exists pending_recordings_due_idx on pending_recordings (next_try_at)
  where state in ('waiting', 'blocked');

-- What PostgreSQL takes for the share of open searches.
analyze pending_recordings;

insert into schema_migrations (name) values ('025_open_searches.sql') on conflict do nothing;
commit;

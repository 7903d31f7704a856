-- Whether a call's recording was given up stands on the call, too, so that a list narrowed to it, and to anything else
-- besides, finds its page in an index. Few are given up, so a call is seldom written once more for it.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

alter table calls add column if not exists recording_given_up boolean not null default false;

create or replace function keep_given_up() returns trigger language plpgsql as $$
begin
  update calls set recording_given_up = tg_op <> 'DELETE' and new.state = 'gave_up'
  where call_id = case tg_op when 'DELETE' then old.call_id else new.call_id end;
  return null;
end $$;

create or replace trigger given_up_inserted after insert on pending_recordings
  for each row when (new.state = 'gave_up') execute function keep_given_up();
create or replace trigger given_up_updated after update of state on pending_recordings
  for each row when (old.state <> new.state and 'gave_up' in (old.state, new.state)) execute function keep_given_up();
create or replace trigger given_up_deleted after delete on pending_recordings
  for each row when (old.state = 'gave_up') execute function keep_given_up();
commit;

-- Calls can be read again from here on. Who would end a search, or start one anew, waits until all are marked.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;
lock table pending_recordings in share row exclusive mode;
update calls
set recording_given_up = true
from pending_recordings
where pending_recordings.call_id = calls.call_id and pending_recordings.state = 'gave_up' and not calls.recording_given_up;

-- By what else is mostly asked of them, and for all the rest: those that there are are soon passed, in the index alone.
create index if not exists calls_given_up_disposition_idx on calls (upper(disposition), occurred_at desc, call_id desc)
  where recording_given_up;
create index if not exists calls_given_up_idx on calls (occurred_at desc, call_id desc)
  include (campaign, agent_id, disposition, direction, duration_seconds, contact_id, is_test)
  where recording_given_up;
drop index if exists pending_recordings_ended_idx; -- 024 once made it

insert into schema_migrations (name) values ('026_given_up_recordings.sql') on conflict do nothing;
commit;

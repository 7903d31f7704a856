-- The search for the recording of each call that came without one, or whose link is to be replaced.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists pending_recordings (
  call_id text constraint pending_recordings_pkey primary key
    constraint pending_recordings_call_fkey references calls on delete cascade,
  state text not null default 'waiting',
  attempts integer not null default 0,
  failures integer not null default 0,
  replaces text,
  refetches integer not null default 0,
  next_try_at timestamptz,
  last_try_at timestamptz,
  last_answer text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint pending_recordings_state check (
    state in ('waiting', 'again', 'found', 'gave_up', 'absent', 'blocked'))
);
comment on table pending_recordings is
  'The search for the recording of a call that came without one, or whose link is to be replaced.';
comment on column pending_recordings.call_id is 'The call.';
comment on column pending_recordings.state is
  'waiting: a job asks again; again: the call has a link, and a job asks for another; found: the call has its URL; gave_up: the schedule ended; absent: Convoso has none for this kind of call; blocked: an admin must fix the token.';
comment on column pending_recordings.attempts is 'How often Convoso answered that there is no recording yet.';
comment on column pending_recordings.failures is 'How many requests to Convoso failed in a row.';
comment on column pending_recordings.replaces is
  'MD5 of the link that the search is to replace: a call with another link needs no search.';
comment on column pending_recordings.refetches is
  'How often Convoso was asked for another link because a link failed; 0 again once a link plays or a person asks.';
comment on column pending_recordings.next_try_at is 'When the next request is due; null after the search.';
comment on column pending_recordings.last_try_at is 'When Convoso was last asked.';
comment on column pending_recordings.last_answer is 'The last answer, in words for the admin.';
comment on column pending_recordings.created_at is 'When the search began, or began again.';
comment on column pending_recordings.updated_at is 'When this row last changed.';

create index if not exists pending_recordings_due_idx on pending_recordings (next_try_at)
  where state in ('waiting', 'again', 'blocked');
comment on index pending_recordings_due_idx is 'Open searches by when they are due, to find those without a job.';
create index if not exists pending_recordings_state_idx on pending_recordings (state, created_at)
  where state in ('gave_up', 'blocked');
comment on index pending_recordings_state_idx is 'Counts recent searches that ended without a recording or are blocked.';
create index if not exists pending_recordings_absent_idx on pending_recordings (call_id) where state = 'absent';
comment on index pending_recordings_absent_idx is 'Calls list, only calls for which Convoso has no recording.';

create or replace function keep_given_up() returns trigger language plpgsql as $$
begin
  update calls set recording_given_up = tg_op <> 'DELETE' and new.state = 'gave_up'
  where call_id = case tg_op when 'DELETE' then old.call_id else new.call_id end;
  return null;
end $$;
comment on function keep_given_up is
  'Copies to the call whether its search was given up, so that an index on calls finds it together with other filters.';

create or replace trigger given_up_inserted after insert on pending_recordings
  for each row when (new.state = 'gave_up') execute function keep_given_up();
create or replace trigger given_up_updated after update of state on pending_recordings
  for each row when (old.state <> new.state and 'gave_up' in (old.state, new.state)) execute function keep_given_up();
create or replace trigger given_up_deleted after delete on pending_recordings
  for each row when (old.state = 'gave_up') execute function keep_given_up();

create or replace function forget_verdict() returns trigger language plpgsql as $$
begin
  new.recording_verdict := null;
  new.recording_fault := null;
  new.recording_verdict_at := null;
  return new;
end $$;
comment on function forget_verdict is 'A verdict is about one link: another link of the call is believed again.';

create or replace trigger verdict_forgotten before update of recording_url on calls
  for each row
  when (old.recording_verdict is not null and old.recording_url is distinct from new.recording_url)
  execute function forget_verdict();

insert into schema_migrations (name) values ('002_pending_recordings.sql') on conflict do nothing;
commit;

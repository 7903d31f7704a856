-- One row for each call that came without its recording: where the search for it stands.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists pending_recordings (
  call_id text constraint pending_recordings_pkey primary key
    constraint pending_recordings_call_fkey references calls on delete cascade,
  state text not null default 'waiting',
  attempts integer not null default 0,      -- times Convoso answered "no recording (yet)"
  failures integer not null default 0,      -- times in a row that Convoso could not be asked
  next_try_at timestamptz,                  -- null once the search is over
  last_try_at timestamptz,
  last_answer text,                         -- in words, for the admin
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- waiting: a job will ask; found: the call has its URL; gave_up: asked until the schedule ended;
  -- absent: of a kind that is seldom recorded, and Convoso has none; blocked: no use until an admin mends the token
  constraint pending_recordings_state check (state in ('waiting', 'found', 'gave_up', 'absent', 'blocked'))
);

create index if not exists pending_recordings_due_idx on pending_recordings (next_try_at) where state = 'waiting';
create index if not exists pending_recordings_state_idx on pending_recordings (state) where state in ('gave_up', 'blocked');

insert into schema_migrations (name) values ('002_pending_recordings.sql') on conflict do nothing;
commit;

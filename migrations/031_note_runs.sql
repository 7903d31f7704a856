-- Runs that write one note on many calls.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists note_runs (
  id bigint generated always as identity constraint note_runs_pkey primary key,
  created_at timestamptz not null default now(),
  created_by text not null,
  query text,
  text text not null constraint note_runs_length check (length(text) between 1 and 2000),
  calls integer not null default 0,
  noted integer not null default 0,
  state text not null default 'running',
  updated_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by text,
  constraint note_runs_state check (state in ('running', 'finished', 'stopped'))
);
comment on table note_runs is 'Runs that write one note on many calls.';
comment on column note_runs.id is 'Our own id.';
comment on column note_runs.created_at is 'When it was started.';
comment on column note_runs.created_by is 'Who started it, and the author of its notes. Personal data of the user.';
comment on column note_runs.query is 'The query string of the list that showed these calls; null for a selection.';
comment on column note_runs.text is 'The note. May hold personal data of leads.';
comment on column note_runs.calls is 'How many calls it was started for.';
comment on column note_runs.noted is 'How many of them have the note.';
comment on column note_runs.state is 'running, finished, or stopped.';
comment on column note_runs.updated_at is 'When this row last changed.';
comment on column note_runs.ended_at is 'When it finished or was stopped.';
comment on column note_runs.ended_by is 'Who stopped it. Personal data of the user.';

create index if not exists note_runs_running_idx on note_runs (id) where state = 'running';
comment on index note_runs_running_idx is 'Finds running runs.';

create table if not exists note_run_calls (
  run_id bigint not null constraint note_run_calls_run_fkey references note_runs on delete cascade,
  call_id text not null constraint note_run_calls_call_fkey references calls on delete cascade,
  constraint note_run_calls_pkey primary key (run_id, call_id)
);
comment on table note_run_calls is 'The calls that are left to write a note on, chosen when the run was started.';
comment on column note_run_calls.run_id is 'The run.';
comment on column note_run_calls.call_id is 'The call.';
create index if not exists note_run_calls_call_idx on note_run_calls (call_id);
comment on index note_run_calls_call_idx is 'Finds the entries of a call that is deleted.';

insert into schema_migrations (name) values ('031_note_runs.sql') on conflict do nothing;
commit;

-- Fetches: runs that ask Convoso once more for the recordings of many calls.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists recording_fetches (
  id bigint generated always as identity constraint recording_fetches_pkey primary key,
  created_at timestamptz not null default now(),
  created_by text not null,
  query text,
  calls integer not null default 0,
  state text not null default 'running',
  held text,
  held_since timestamptz,
  updated_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by text,
  constraint recording_fetches_state check (state in ('running', 'finished', 'stopped')),
  constraint recording_fetches_held check (
    held in ('not asked', 'blocked') and (held is null) = (held_since is null))
);
comment on table recording_fetches is 'Runs that ask Convoso for the recordings of many calls, the latest call first.';
comment on column recording_fetches.id is 'Our own id.';
comment on column recording_fetches.created_at is 'When it was started.';
comment on column recording_fetches.created_by is 'Who started it. Personal data of the user.';
comment on column recording_fetches.query is 'The query string of the list that showed these calls; null for a selection.';
comment on column recording_fetches.calls is 'How many calls it was started for.';
comment on column recording_fetches.state is 'running, finished, or stopped.';
comment on column recording_fetches.held is
  'Why it waits: not asked (Convoso does not answer) or blocked (Convoso refuses the token); null while it works.';
comment on column recording_fetches.held_since is 'Since when it waits.';
comment on column recording_fetches.updated_at is 'When this row last changed.';
comment on column recording_fetches.ended_at is 'When it finished or was stopped.';
comment on column recording_fetches.ended_by is 'Who stopped it. Personal data of the user.';

create index if not exists recording_fetches_running_idx on recording_fetches (id) where state = 'running';
comment on index recording_fetches_running_idx is 'Finds running fetches.';

create table if not exists recording_fetch_calls (
  fetch_id bigint not null constraint recording_fetch_calls_fetch_fkey references recording_fetches on delete cascade,
  place integer not null,
  call_id text not null constraint recording_fetch_calls_call_fkey references calls on delete cascade,
  result text,
  constraint recording_fetch_calls_pkey primary key (fetch_id, place)
);
comment on table recording_fetch_calls is 'The calls of a fetch, chosen when it was started.';
comment on column recording_fetch_calls.fetch_id is 'The fetch.';
comment on column recording_fetch_calls.place is 'The order in which the fetch asks for them, from 1.';
comment on column recording_fetch_calls.call_id is 'The call.';
comment on column recording_fetch_calls.result is
  'What came of it: a word of app/lib/fetch-results.ts, or why the link failed; null until Convoso was asked.';

create index if not exists recording_fetch_calls_result_idx on recording_fetch_calls (fetch_id, result, place);
comment on index recording_fetch_calls_result_idx is 'The calls of a fetch by result, and those that are left to ask for.';
create index if not exists recording_fetch_calls_call_idx on recording_fetch_calls (call_id);
comment on index recording_fetch_calls_call_idx is 'Finds the entries of a call that is deleted.';

insert into schema_migrations (name) values ('016_recording_fetches.sql') on conflict do nothing;
commit;

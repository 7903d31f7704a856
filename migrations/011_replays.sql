-- Replays: runs that apply many stored deliveries again.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists replays (
  id bigint generated always as identity constraint replays_pkey primary key,
  created_at timestamptz not null default now(),
  created_by text not null,
  filter jsonb not null,
  query text not null,
  state text not null default 'running',
  reached uuid,
  applied integer not null default 0,
  changed integer not null default 0,
  failed integer not null default 0,
  skipped integer not null default 0,
  updated_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by text,
  constraint replays_state check (state in ('running', 'finished', 'stopped'))
);
comment on table replays is 'Runs that apply many deliveries again, oldest first.';
comment on column replays.id is 'Our own id.';
comment on column replays.created_at is 'When it was started.';
comment on column replays.created_by is 'Who started it. Personal data of the user.';
comment on column replays.filter is 'Which deliveries it applies. Personal data of the lead.';
comment on column replays.query is
  'The query string of the list that shows these deliveries; empty for a selection. Personal data of the lead.';
comment on column replays.state is 'running, finished, or stopped.';
comment on column replays.reached is 'The last processed delivery; none before it is applied twice (call_events.id).';
comment on column replays.applied is 'How many deliveries were applied, with or without a change.';
comment on column replays.changed is 'How many of the applied deliveries changed something.';
comment on column replays.failed is 'How many deliveries could not be applied.';
comment on column replays.skipped is 'How many deliveries have no stored body or are echo tests.';
comment on column replays.updated_at is 'When this row last changed.';
comment on column replays.ended_at is 'When it finished or was stopped.';
comment on column replays.ended_by is 'Who stopped it. Personal data of the user.';

create index if not exists replays_running_idx on replays (id) where state = 'running';
comment on index replays_running_idx is 'Finds running replays.';

create table if not exists replay_results (
  replay_id bigint not null constraint replay_results_replay_fkey references replays on delete cascade,
  event_id uuid not null,
  result text not null,
  constraint replay_results_pkey primary key (replay_id, event_id),
  constraint replay_results_result check (result in ('changed', 'failed'))
);
comment on table replay_results is 'The first deliveries that a replay changed or could not apply; the others are only counted.';
comment on column replay_results.replay_id is 'The replay.';
comment on column replay_results.event_id is 'The delivery (call_events.id).';
comment on column replay_results.result is 'changed or failed.';

insert into schema_migrations (name) values ('011_replays.sql') on conflict do nothing;
commit;

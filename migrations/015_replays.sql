-- Deliveries applied once more: each run with how far it is, what came of its deliveries, and edited ones with their origin.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists replays (
  id bigint generated always as identity constraint replays_pkey primary key,
  created_at timestamptz not null default now(),
  created_by text not null,
  filter jsonb not null,                    -- which deliveries
  query text not null,                      -- the query of the list that shows them; empty: a selection
  state text not null default 'running',
  reached uuid,                             -- the last delivery looked at; nothing up to it is done a second time
  applied integer not null default 0,       -- deliveries that were applied, whether it changed anything or not
  changed integer not null default 0,       -- those of them that changed something
  failed integer not null default 0,        -- those that could not be applied
  skipped integer not null default 0,       -- those that cannot be: no body was kept, or it was an echo
  updated_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by text,                            -- who stopped it
  constraint replays_state check (state in ('running', 'finished', 'stopped'))
);
create index if not exists replays_running_idx on replays (id) where state = 'running';

-- What a replay changed or could not apply; the rest is only counted, and of these so many are kept.
create table if not exists replay_results (
  replay_id bigint not null constraint replay_results_replay_fkey references replays on delete cascade,
  event_id uuid not null,
  result text not null,
  constraint replay_results_pkey primary key (replay_id, event_id),
  constraint replay_results_result check (result in ('changed', 'failed'))
);

alter table call_events
  add column if not exists replay_of uuid;  -- sent by a person from the payload of this delivery, edited

insert into schema_migrations (name) values ('015_replays.sql') on conflict do nothing;
commit;

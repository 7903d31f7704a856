-- Signs of life of the workers, further tries to apply what failed, and what was blanked when its time was over.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists worker_heartbeats (
  worker_id text constraint worker_heartbeats_pkey primary key,  -- graphile-worker's pool id, what it locks jobs by
  host text not null,
  version text not null,
  started_at timestamptz not null default now(),
  last_beat_at timestamptz not null default now(),
  ended_at timestamptz                      -- stopped, or declared dead; a beat takes it back
);

alter table call_events
  add column if not exists apply_attempts smallint not null default 0,  -- tries after the first, by the worker or a person
  add column if not exists last_apply_at timestamptz,
  add column if not exists payload_erased_at timestamptz,
  add column if not exists payload_erased_by text;

do $$ begin
  if not exists (select from pg_constraint where conname = 'call_events_payload_erased_by') then
    alter table call_events add constraint call_events_payload_erased_by
      check (payload_erased_by in ('retention', 'erasure'));
  end if;
end $$;

insert into schema_migrations (name) values ('004_upkeep.sql') on conflict do nothing;
commit;

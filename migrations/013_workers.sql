-- What workers share beside the job queue.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists worker_heartbeats (
  worker_id text constraint worker_heartbeats_pkey primary key,
  host text not null,
  version text not null,
  started_at timestamptz not null default now(),
  last_beat_at timestamptz not null default now(),
  ended_at timestamptz
);
comment on table worker_heartbeats is 'Signs of life of the workers.';
comment on column worker_heartbeats.worker_id is 'The id by which graphile-worker locks jobs.';
comment on column worker_heartbeats.host is 'Name of the machine.';
comment on column worker_heartbeats.version is 'Version of the portal.';
comment on column worker_heartbeats.started_at is 'When the worker started.';
comment on column worker_heartbeats.last_beat_at is 'When the worker last reported.';
comment on column worker_heartbeats.ended_at is 'When it stopped or was declared dead; null again after the next report.';

-- Unlogged: a turn need not wait for the disk, and a crash may reset it.
create unlogged table if not exists request_pace (
  host text constraint request_pace_pkey primary key,
  next_at timestamptz not null
);
comment on table request_pace is 'Spaces out the requests of all workers to Convoso.';
comment on column request_pace.host is 'The host that is asked.';
comment on column request_pace.next_at is 'When the next request may be sent.';

insert into schema_migrations (name) values ('013_workers.sql') on conflict do nothing;
commit;

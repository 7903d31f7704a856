-- Checks of the archive, and sets of recordings that are handed over as evidence.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists archive_checks (
  id bigint generated always as identity constraint archive_checks_pkey primary key,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  share integer not null,
  verified integer not null default 0,
  bytes bigint not null default 0,
  missing integer not null default 0,
  changed integer not null default 0,
  strays integer,
  stray_bytes bigint,
  problem text
);
comment on table archive_checks is 'Each night''s check of the archive: a share of its files is read and compared.';
comment on column archive_checks.id is 'Our own id.';
comment on column archive_checks.started_at is 'When it began.';
comment on column archive_checks.ended_at is 'When it was through; null while it runs or after it was interrupted.';
comment on column archive_checks.share is 'How many recordings it is to read.';
comment on column archive_checks.verified is 'How many it has read that are as they were archived.';
comment on column archive_checks.bytes is 'How many bytes it has read.';
comment on column archive_checks.missing is 'How many files were not there.';
comment on column archive_checks.changed is 'How many files had other bytes.';
comment on column archive_checks.strays is 'How many files of the store no recording keeps; null until they were counted.';
comment on column archive_checks.stray_bytes is 'The size of these.';
comment on column archive_checks.problem is 'Why the check could not go on, in words for the admin.';

create table if not exists archive_strays (
  store text not null,
  key text not null,
  bytes bigint not null,
  found_at timestamptz not null default now(),
  constraint archive_strays_pkey primary key (store, key)
);
comment on table archive_strays is 'Files of the store that no recording keeps, as the last check found them. Nothing deletes them.';
comment on column archive_strays.store is 'Where the file is, as in archived_recordings.';
comment on column archive_strays.key is 'The name of the file.';
comment on column archive_strays.bytes is 'Its length.';
comment on column archive_strays.found_at is 'When the last check found it.';

create index if not exists archived_recordings_verify_idx on archived_recordings (verified_at, id)
  where state in ('archived', 'lost');
comment on index archived_recordings_verify_idx is 'Finds the recordings that were not checked for longest.';

create table if not exists evidence_sets (
  id bigint generated always as identity constraint evidence_sets_pkey primary key,
  created_at timestamptz not null default now(),
  created_by text not null,
  reason text not null,
  query text,
  with_deliveries boolean not null,
  state text not null default 'preparing',
  recordings integer not null default 0,
  ready_at timestamptz,
  ends_at timestamptz,
  constraint evidence_sets_state check (state in ('preparing', 'ready', 'ended')),
  constraint evidence_sets_ready check (state = 'preparing' or ends_at is not null)
);
comment on table evidence_sets is 'Sets of recordings to hand over, each a zip file that is made while it is downloaded.';
comment on column evidence_sets.id is 'Our own id.';
comment on column evidence_sets.created_at is 'When it was asked for.';
comment on column evidence_sets.created_by is 'Who asked for it. Personal data of the user.';
comment on column evidence_sets.reason is 'For what, in their words.';
comment on column evidence_sets.query is 'The search whose recordings it has; null where calls were chosen.';
comment on column evidence_sets.with_deliveries is 'Whether it has the bytes of the deliveries about the calls.';
comment on column evidence_sets.state is
  'preparing: each file is read and compared; ready: can be downloaded; ended: cannot any more.';
comment on column evidence_sets.recordings is 'How many recordings it was asked for.';
comment on column evidence_sets.ready_at is 'When all files were compared.';
comment on column evidence_sets.ends_at is 'Until when it can be downloaded.';
create index if not exists evidence_sets_open_idx on evidence_sets (id) where state <> 'ended';
comment on index evidence_sets_open_idx is 'Finds the sets that are worked on, or end some time.';

create table if not exists evidence_recordings (
  set_id bigint not null constraint evidence_recordings_set_fkey references evidence_sets on delete cascade,
  place integer not null,
  recording_id bigint not null
    constraint evidence_recordings_recording_fkey references archived_recordings on delete cascade,
  result text,
  constraint evidence_recordings_pkey primary key (set_id, place),
  constraint evidence_recordings_result check (result in ('verified', 'missing', 'changed', 'away'))
);
comment on table evidence_recordings is 'The recordings of a set. They go when the set ends.';
comment on column evidence_recordings.set_id is 'The set.';
comment on column evidence_recordings.place is 'The order in the set, from 1.';
comment on column evidence_recordings.recording_id is 'The recording.';
comment on column evidence_recordings.result is
  'verified: its bytes are as they were archived; missing or changed: they are not; away: its store could not be read; null until it was read.';
create index if not exists evidence_recordings_recording_idx on evidence_recordings (recording_id);
comment on index evidence_recordings_recording_idx is 'Finds the sets that a recording is in.';

insert into schema_migrations (name) values ('024_evidence.sql') on conflict do nothing;
commit;

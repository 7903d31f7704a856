-- The archive: the recordings that the portal keeps itself, each copy attempt, and the files that are to be removed.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists archived_recordings (
  id bigint generated always as identity constraint archived_recordings_pkey primary key,
  call_id text not null constraint archived_recordings_call_fkey references calls on delete cascade,
  place smallint not null,
  call_at timestamptz not null,
  source_url text,
  state text not null default 'due',
  reason text,
  found_at timestamptz not null default now(),
  state_at timestamptz not null default now(),
  tries integer not null default 0,
  next_try_at timestamptz,
  lease uuid,
  lease_until timestamptz,
  store text,
  key text,
  bytes bigint,
  sha256 bytea,
  content_type text,
  codec text,
  seconds real,
  bit_rate integer,
  sample_rate integer,
  channels smallint,
  length_differs boolean,
  peaks bytea,
  drawn_at timestamptz,
  copied_at timestamptz,
  verified_at timestamptz,
  constraint archived_recordings_place check (place > 0),
  constraint archived_recordings_state check (
    state in ('due', 'not_ready', 'gone', 'not_audio', 'refused', 'archived', 'duplicate', 'lost', 'deleted')),
  constraint archived_recordings_retry check ((state = 'not_ready') = (next_try_at is not null)),
  constraint archived_recordings_lease check ((lease is null) = (lease_until is null)),
  constraint archived_recordings_key check ((store is null) = (key is null)),
  constraint archived_recordings_archived check (
    state <> 'archived' or (key is not null and bytes > 0 and length(sha256) = 32
      and copied_at is not null and verified_at is not null))
);
comment on table archived_recordings is 'The recordings of calls that the archive keeps, or is to keep: one row each.';
comment on column archived_recordings.id is 'Our own id.';
comment on column archived_recordings.call_id is 'The call. Its recordings go with it.';
comment on column archived_recordings.place is 'The order within the call, from 1.';
comment on column archived_recordings.call_at is 'When the call happened: the oldest are nearest to their end at Convoso.';
comment on column archived_recordings.source_url is
  'Where Convoso keeps it. Personal data of the lead, and a secret: it opens without a login.';
comment on column archived_recordings.state is
  'due: to be copied; not_ready: tried, and tried again later; gone: Convoso does not have it any more; not_audio: the link gives something else; refused: the settings or the host do not allow it; archived: in the store, read back and compared; duplicate: the same bytes as an earlier one of the call; lost: archived once, and missing or changed in the store; deleted: a rule or a person deleted it.';
comment on column archived_recordings.reason is 'Why it is in this state: a word of app/lib/archive-reasons.ts, or an HTTP status.';
comment on column archived_recordings.found_at is 'When the link became known.';
comment on column archived_recordings.state_at is 'Since when it is in this state.';
comment on column archived_recordings.tries is 'How often in a row it was not ready.';
comment on column archived_recordings.next_try_at is 'When it is tried again; null unless it is not ready.';
comment on column archived_recordings.lease is 'The copy that is under way; only it may write this row.';
comment on column archived_recordings.lease_until is 'When that copy is given up for dead unless it extends this.';
comment on column archived_recordings.store is 'Where the file is: folder, or the address of a bucket such as s3://name/prefix.';
comment on column archived_recordings.key is
  'The name of the file in the store. Set before the file is written, so that a file without a row can be told.';
comment on column archived_recordings.bytes is 'The length of the file.';
comment on column archived_recordings.sha256 is 'SHA-256 of the file, as it came from Convoso.';
comment on column archived_recordings.content_type is 'The type of the file by its first bytes, such as audio/mpeg.';
comment on column archived_recordings.codec is 'How the sound is coded, in words, such as MPEG 1 Layer 3.';
comment on column archived_recordings.seconds is 'The length of the sound.';
comment on column archived_recordings.bit_rate is 'Bits a second, on average.';
comment on column archived_recordings.sample_rate is 'Samples a second.';
comment on column archived_recordings.channels is 'How many channels: 1 for mono.';
comment on column archived_recordings.length_differs is
  'Whether the sound is more than 3 seconds or 10 % shorter or longer than the call; null where either is not known.';
comment on column archived_recordings.peaks is
  'The waveform: the loudest sample in each of equal parts, one byte each; null where it could not be decoded.';
comment on column archived_recordings.drawn_at is 'When the waveform was computed, or could not be.';
comment on column archived_recordings.copied_at is 'When the file was written to the store.';
comment on column archived_recordings.verified_at is 'When its bytes were last read from the store and compared.';

create unique index if not exists archived_recordings_call_idx on archived_recordings (call_id, place);
comment on index archived_recordings_call_idx is 'The recordings of a call, in order.';
create unique index if not exists archived_recordings_key_idx on archived_recordings (store, key) where key is not null;
comment on index archived_recordings_key_idx is 'The recording of a file in the store.';
create index if not exists archived_recordings_due_idx on archived_recordings (call_at, id) where state = 'due';
comment on index archived_recordings_due_idx is 'What is to be copied, the oldest call first.';
create index if not exists archived_recordings_retry_idx on archived_recordings (next_try_at) where state = 'not_ready';
comment on index archived_recordings_retry_idx is 'What is to be tried again.';
create index if not exists archived_recordings_state_idx on archived_recordings (state, call_at, id);
comment on index archived_recordings_state_idx is 'Counts and lists recordings by state.';
create index if not exists archived_recordings_undrawn_idx on archived_recordings (id)
  where state = 'archived' and drawn_at is null;
comment on index archived_recordings_undrawn_idx is 'Archived recordings whose waveform is not computed yet.';

create table if not exists archive_attempts (
  id bigint generated always as identity constraint archive_attempts_pkey primary key,
  recording_id bigint not null
    constraint archive_attempts_recording_fkey references archived_recordings on delete cascade,
  at timestamptz not null default now(),
  action text not null,
  outcome text not null,
  status smallint,
  bytes bigint,
  ms integer,
  detail text,
  constraint archive_attempts_action check (action in ('copy', 'verify', 'delete'))
);
comment on table archive_attempts is 'The chain of custody: what the portal did with a recording, and what came of it.';
comment on column archive_attempts.id is 'Our own id.';
comment on column archive_attempts.recording_id is 'The recording.';
comment on column archive_attempts.at is 'When it ended.';
comment on column archive_attempts.action is 'copy: from Convoso to the store; verify: read from the store and compared; delete: the file was deleted.';
comment on column archive_attempts.outcome is 'The state that it led to, or why it changed nothing.';
comment on column archive_attempts.status is 'The HTTP status of Convoso''s host; null where it did not answer or was not asked.';
comment on column archive_attempts.bytes is 'How many bytes were read.';
comment on column archive_attempts.ms is 'How long it took, in milliseconds.';
comment on column archive_attempts.detail is 'What was seen, in words without links or names.';
create index if not exists archive_attempts_recording_idx on archive_attempts (recording_id, id);
comment on index archive_attempts_recording_idx is 'The attempts of a recording, in order.';
create index if not exists archive_attempts_at_idx on archive_attempts using brin (at);
comment on index archive_attempts_at_idx is 'The latest attempts, for the pace.';

create table if not exists archive_state (
  is_only boolean not null default true constraint archive_state_pkey primary key
    constraint archive_state_one_row check (is_only),
  paused_at timestamptz,
  paused_by text,
  held text,
  held_detail text,
  held_since timestamptz,
  seen_at timestamptz,
  constraint archive_state_paused check ((paused_at is null) = (paused_by is null)),
  constraint archive_state_held check ((held is null) = (held_since is null))
);
comment on table archive_state is 'Whether the archive copies, and what holds it up: one row.';
comment on column archive_state.is_only is 'Allows one row.';
comment on column archive_state.paused_at is 'When a person paused copying; null while it runs.';
comment on column archive_state.paused_by is 'Who paused it. Personal data of the user.';
comment on column archive_state.held is
  'Why nothing can be copied now, although nobody paused it: a word of app/lib/archive-holds.ts; null while it works.';
comment on column archive_state.held_detail is 'What was seen, in words for the admin.';
comment on column archive_state.held_since is 'Since when.';
comment on column archive_state.seen_at is 'When the archive last tried to copy.';
insert into archive_state (is_only) values (true) on conflict do nothing;

create table if not exists archive_removals (
  id bigint generated always as identity constraint archive_removals_pkey primary key,
  store text not null,
  key text not null,
  since timestamptz not null default now(),
  not_before timestamptz not null,
  tries integer not null default 0,
  last_error text
);
comment on table archive_removals is
  'Files of the store that no recording keeps any more: a job deletes them. A row goes when its file is gone.';
comment on column archive_removals.id is 'Our own id.';
comment on column archive_removals.store is 'Where the file is, as in archived_recordings.';
comment on column archive_removals.key is 'The name of the file.';
comment on column archive_removals.since is 'When its recording was deleted.';
comment on column archive_removals.not_before is 'When no copy can be writing it any more.';
comment on column archive_removals.tries is 'How often it could not be deleted.';
comment on column archive_removals.last_error is 'Why it could not be deleted, in words for the admin.';
create index if not exists archive_removals_due_idx on archive_removals (not_before);
comment on index archive_removals_due_idx is 'Finds files to delete.';

create or replace function remove_archived_file() returns trigger language plpgsql as $$
begin
  insert into archive_removals (store, key, not_before)
  values (old.store, old.key, coalesce(old.lease_until, now()));
  return null;
end $$;
comment on function remove_archived_file is 'A file goes with its recording, by whichever statement that is deleted.';

create or replace trigger archived_file_abandoned after delete on archived_recordings
  for each row when (old.key is not null) execute function remove_archived_file();
create or replace trigger archived_file_let_go after update of key on archived_recordings
  for each row when (old.key is not null and new.key is distinct from old.key) execute function remove_archived_file();

create or replace function note_recording_to_archive() returns trigger language plpgsql as $$
begin
  if exists (
    select from archived_recordings where call_id = new.call_id and source_url = new.recording_url
  ) then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    update archived_recordings
    set source_url = new.recording_url, state = 'due', reason = null, state_at = now(), tries = 0, next_try_at = null
    where call_id = new.call_id and source_url = old.recording_url
      and state not in ('archived', 'duplicate', 'lost', 'deleted');
    if found then return null; end if;
  end if;
  insert into archived_recordings (call_id, place, call_at, source_url)
  select new.call_id, coalesce(max(place), 0) + 1, new.occurred_at, new.recording_url
  from archived_recordings
  where call_id = new.call_id
  on conflict do nothing;
  return null;
end $$;
comment on function note_recording_to_archive is
  'Notes the recording of a call, from any writer. Another link replaces one that was not copied; after a copy it may be another recording.';

create or replace trigger recording_noted after insert on calls
  for each row when (new.recording_url is not null and not new.is_test) execute function note_recording_to_archive();
create or replace trigger recording_noted_again after update of recording_url, is_test on calls
  for each row
  when (new.recording_url is not null and not new.is_test
    and (old.recording_url is distinct from new.recording_url or old.is_test))
  execute function note_recording_to_archive();

insert into archived_recordings (call_id, place, call_at, source_url, found_at)
select call_id, 1, occurred_at, recording_url, coalesce(recording_found_at, now())
from calls
where recording_url is not null and not is_test
on conflict do nothing;

insert into schema_migrations (name) values ('019_archive.sql') on conflict do nothing;
commit;

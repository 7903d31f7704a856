-- What Convoso said each time it was asked for a recording: a part of the chain of custody. Until now only the last answer was kept.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

alter table pending_recordings add column if not exists answers jsonb;
comment on column pending_recordings.answers is
  'Each search for the recording at Convoso, in order: when ("at"), and the answer in words for the admin ("said"). Null where nobody searched since this column exists.';

insert into schema_migrations (name) values ('033_recording_answers.sql') on conflict do nothing;
commit;

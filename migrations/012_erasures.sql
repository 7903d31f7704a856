-- Erasures of a person's data. The worker does them, because it must read whole tables to find a person.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists erasures (
  id bigint generated always as identity constraint erasures_pkey primary key,
  state text not null default 'looking'
    constraint erasures_state_known check (state in ('looking', 'found', 'erasing', 'done')),
  phone text constraint erasures_phone_gone check ((phone is null) = (state = 'done')),
  actor text not null,
  source_address text,
  asked_at timestamptz not null default now(),
  read_rows bigint not null default 0,
  all_rows bigint not null default 0,
  found jsonb,
  chosen jsonb,
  certificate_id bigint constraint erasures_certificate_fkey references audit_log (id) on delete cascade
);
comment on table erasures is 'Erasures that an admin requested. Each is previewed before an admin confirms it.';
comment on column erasures.id is 'Our own id.';
comment on column erasures.state is
  'looking: the worker searches; found: an admin must confirm; erasing: the worker erases; done: the data is erased.';
comment on column erasures.phone is 'The person''s number until the data is erased. Personal data of the lead.';
comment on column erasures.actor is 'Who requested or confirmed it. Personal data of the user.';
comment on column erasures.source_address is 'IP address. Personal data of the user.';
comment on column erasures.asked_at is 'When it was requested.';
comment on column erasures.read_rows is 'How many rows the worker has read.';
comment on column erasures.all_rows is 'How many rows there are to read, estimated.';
comment on column erasures.found is
  'What was found: how many rows, the leads with their names, and what was searched for. Personal data of the lead.';
comment on column erasures.chosen is
  'Which leads an admin chose, which not, what is searched for, and how much is erased so far. Personal data of the lead.';
comment on column erasures.certificate_id is 'The audit entry that proves the erasure.';

insert into schema_migrations (name) values ('012_erasures.sql') on conflict do nothing;
commit;

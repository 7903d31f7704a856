-- The erasures that admins asked for: a worker does them, since finding a person reads whole tables.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- `phone` stands here until the person is erased, or nobody wants it any more. `read_rows` of `all_rows`, an estimate, tell
-- how far the worker is. `found`: how many rows of which tables, and the leads. Asked for, an erasure is first looked at.
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
  certificate_id bigint constraint erasures_certificate_fkey references audit_log (id) on delete cascade
);

insert into schema_migrations (name) values ('020_erasures.sql') on conflict do nothing;
commit;

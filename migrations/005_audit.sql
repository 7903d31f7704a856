-- The audit log, and the triggers that keep its entries from being changed.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists audit_log (
  id bigint generated always as identity constraint audit_log_pkey primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  target text,
  details jsonb not null default '{}',
  source_address text
);
comment on table audit_log is 'Who did what in the portal. Entries can be added, but not changed.';
comment on column audit_log.id is 'Our own id.';
comment on column audit_log.at is 'When it happened.';
comment on column audit_log.actor is 'Who did it. Personal data of the user.';
comment on column audit_log.action is 'What was done, such as "sign in" or "erase person".';
comment on column audit_log.target is 'What it was done to; an erasure may replace it. Personal data of the lead.';
comment on column audit_log.details is 'What else is known, by action; an erasure may empty it. Personal data of the lead.';
comment on column audit_log.source_address is 'IP address. Personal data of the user.';

create index if not exists audit_log_at_idx on audit_log (at, id);
comment on index audit_log_at_idx is 'Audit list by time, and deletion of expired entries.';
create index if not exists audit_log_actor_idx on audit_log (actor, at, id);
comment on index audit_log_actor_idx is 'Audit list, filtered by person.';
create index if not exists audit_log_action_idx on audit_log (action, at, id);
comment on index audit_log_action_idx is 'Audit list, filtered by action.';
create index if not exists audit_log_export_idx on audit_log ((details ->> 'export')) where action = 'end export';
comment on index audit_log_export_idx is 'Tells whether an export has ended, which the page asks every second.';

-- 30 days is the least that RETENTION_AUDIT_DAYS can be.
create or replace function guard_audit_log() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '30 days' then
    return old;
  end if;
  if tg_op = 'UPDATE'
    and (new.id, new.at, new.actor, new.action, new.source_address)
      is not distinct from (old.id, old.at, old.actor, old.action, old.source_address)
    and new.details = '{}' and (new.target is not distinct from old.target or new.target = '[erased]')
  then
    return new;
  end if;
  raise exception 'the audit log takes new entries only: % is refused', lower(tg_op)
    using errcode = 'insufficient_privilege';
end $$;
comment on function guard_audit_log is
  'Refuses changes. Retention may delete entries older than 30 days; an erasure may blank target and details.';

-- now() is when the transaction began, so the entry was written by the same transaction.
create or replace function demand_erasure_entry() returns trigger language plpgsql as $$
begin
  if not exists (select from audit_log where action = 'erase person' and at = now()) then
    raise exception 'the audit log is blanked by an erasure only, which leaves its own entry'
      using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
comment on function demand_erasure_entry is
  'Refuses to blank an entry unless the same transaction records the erasure.';

create or replace trigger audit_log_rows before update or delete on audit_log
  for each row execute function guard_audit_log();
create or replace trigger audit_log_truncate before truncate on audit_log
  for each statement execute function guard_audit_log();
-- PostgreSQL cannot replace a constraint trigger.
drop trigger if exists audit_log_erasure on audit_log;
create constraint trigger audit_log_erasure after update on audit_log
  deferrable initially deferred for each row execute function demand_erasure_entry();

insert into schema_migrations (name) values ('005_audit.sql') on conflict do nothing;
commit;

-- The audit log takes new entries only: what is in it stays, but for retention and erasure.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create index if not exists audit_log_at_idx on audit_log (at, id);
create index if not exists audit_log_actor_idx on audit_log (actor, at, id);
create index if not exists audit_log_action_idx on audit_log (action, at, id);

-- Retention may delete what is older than 30 days, the least that RETENTION_AUDIT_DAYS can be. Erasure may blank to what
-- something was done, and its details; never who did what, when and from where.
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

-- Whoever blanks an entry leaves one that says so, in the same transaction: now() is when that began.
create or replace function demand_erasure_entry() returns trigger language plpgsql as $$
begin
  if not exists (select from audit_log where action = 'erase person' and at = now()) then
    raise exception 'the audit log is blanked by an erasure only, which leaves an entry of its own'
      using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;

drop trigger if exists audit_log_rows on audit_log;
create trigger audit_log_rows before update or delete on audit_log
  for each row execute function guard_audit_log();

drop trigger if exists audit_log_truncate on audit_log;
create trigger audit_log_truncate before truncate on audit_log
  for each statement execute function guard_audit_log();

drop trigger if exists audit_log_erasure on audit_log;
create constraint trigger audit_log_erasure after update on audit_log
  deferrable initially deferred for each row execute function demand_erasure_entry();

insert into schema_migrations (name) values ('009_audit.sql') on conflict do nothing;
commit;

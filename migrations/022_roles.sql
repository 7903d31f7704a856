-- What the portal's own role does with the audit log although it may only add to it. The owner of the tables does it for that
-- role, in functions that check what they do. docs/decisions/0017-owner-and-app-role.md
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create or replace function is_owner_of(relation oid) returns boolean
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select pg_has_role(current_user, relowner, 'member') from pg_class where oid = relation
$$;
comment on function is_owner_of is 'Whether the current role owns a table, or may act as its owner.';

-- A certificate has the time of its transaction: demand_erasure_entry looks for that.
create or replace function stamp_audit_entry() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.action = 'erase person' and not is_owner_of(tg_relid) then
    raise exception 'only an erasure writes a certificate' using errcode = 'insufficient_privilege';
  end if;
  new.at := case when new.action = 'erase person' then now() else clock_timestamp() end;
  return new;
end $$;
comment on function stamp_audit_entry is
  'Gives a new entry of the audit log the time of the server, whatever was sent, and lets nobody but the owner certify.';

create or replace trigger audit_log_time before insert on audit_log for each row execute function stamp_audit_entry();

create or replace function is_of_user(action text) returns boolean language sql immutable parallel safe as $$
  select action in (
    'sign in', 'sign in refused', 'sign in blocked', 'sign out', 'sign out everywhere', 'accept invitation',
    'change password', 'add user', 'invite user', 'invite user again', 'change role', 'disable user', 'enable user',
    'remove user', 'erase person', 'erase what is old')
$$;
comment on function is_of_user is
  'Whether an audited action is about users, or is an erasure itself. What such an entry says is never blanked.';

create or replace function erase_from_audit(erasure bigint, entries bigint[], pattern text, facts jsonb) returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  asked erasures;
  blanked bigint[];
  certificate bigint;
begin
  select * into asked from erasures where id = erasure and state = 'erasing' and certificate_id is null for update;
  if not found then
    raise exception 'there is no such erasure under way' using errcode = 'insufficient_privilege';
  end if;
  if '' ~ pattern or ' 0 a ' ~ pattern then
    raise exception 'this pattern finds what is nobody''s' using errcode = 'insufficient_privilege';
  end if;
  with said as (
    select id, fold_text(concat_ws(' ', target, readable_body(convert_to(target, 'UTF8')))) as of_target,
      fold_text(details::text) as of_details
    from audit_log
    where id = any (entries) and not is_of_user(action)
  ), blank as (
    update audit_log
    set target = case when of_target ~ pattern then '[erased]' else target end, details = '{}'
    from said
    where audit_log.id = said.id and (of_target ~ pattern or of_details ~ pattern)
    returning audit_log.id
  )
  select coalesce(array_agg(id order by id), '{}') into blanked from blank;
  insert into audit_log (actor, action, details, source_address)
  values (
    asked.actor, 'erase person', facts || jsonb_build_object('auditEntries', cardinality(blanked), 'blanked', blanked),
    asked.source_address)
  returning id into certificate;
  update erasures set certificate_id = certificate where id = erasure;
  return certificate;
end $$;
comment on function erase_from_audit is
  'Blanks those entries in which the pattern is found, and writes the certificate, which names them. Returns its id.';

create or replace function delete_old_audit(before timestamptz) returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  deleted bigint;
begin
  delete from audit_log where at < least(before, now() - interval '30 days');
  get diagnostics deleted = row_count;
  if deleted > 0 then
    insert into audit_log (actor, action, details)
    values ('retention', 'erase what is old', jsonb_build_object('auditEntries', deleted, 'before', before));
  end if;
  return deleted;
end $$;
comment on function delete_old_audit is
  'Deletes entries that were made before a moment, but none of the last 30 days, and leaves an entry that says how many.';

-- Only its owner and the role of the portal may call them (app/db/connection/app-rights.server.ts).
revoke execute on function erase_from_audit, delete_old_audit from public;

insert into schema_migrations (name) values ('022_roles.sql') on conflict do nothing;
commit;

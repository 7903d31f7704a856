-- How long recordings are kept, and what is on hold and may not be deleted.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists retention_rules (
  place smallint constraint retention_rules_pkey primary key,
  name text not null,
  keep_count integer,
  keep_unit text,
  disposition text,
  stage text,
  campaign text,
  list_id text,
  direction text,
  min_seconds integer,
  max_seconds integer,
  constraint retention_rules_place check (place > 0),
  constraint retention_rules_name check (length(name) between 1 and 100),
  constraint retention_rules_keep check (
    (keep_count is null) = (keep_unit is null) and keep_count > 0 and keep_unit in ('days', 'months', 'years')),
  constraint retention_rules_stage check (stage in ('not_contacted', 'contacted', 'converted', 'lost'))
);
comment on table retention_rules is
  'How long the archive keeps recordings. The first rule that a call meets counts; without one its recordings are kept.';
comment on column retention_rules.place is 'The order, from 1.';
comment on column retention_rules.name is 'What the class is called, such as sales.';
comment on column retention_rules.keep_count is 'How many units after the call; null: never deleted.';
comment on column retention_rules.keep_unit is 'days, months or years.';
comment on column retention_rules.disposition is 'Only calls with this disposition, in any letter case; null: any.';
comment on column retention_rules.stage is 'Only calls whose disposition means this stage, see dispositions; null: any.';
comment on column retention_rules.campaign is 'Only calls of this campaign; null: any.';
comment on column retention_rules.list_id is 'Only calls of this list; null: any.';
comment on column retention_rules.direction is 'Only calls in this direction, in any letter case; null: any.';
comment on column retention_rules.min_seconds is 'Only calls of at least this length; null: any.';
comment on column retention_rules.max_seconds is 'Only calls of at most this length; null: any.';

create table if not exists holds (
  id bigint generated always as identity constraint holds_pkey primary key,
  name text not null,
  reason text not null,
  query text,
  created_by text not null,
  created_at timestamptz not null default now(),
  ended_by text,
  ended_at timestamptz,
  constraint holds_name check (length(name) between 1 and 100),
  constraint holds_ended check ((ended_by is null) = (ended_at is null))
);
comment on table holds is 'Holds: what is under one that has not ended may not be deleted, such as calls of a lawsuit.';
comment on column holds.id is 'Our own id.';
comment on column holds.name is 'The case, in the words of the person who placed the hold.';
comment on column holds.reason is 'Why, in their words.';
comment on column holds.query is 'The search whose results it was placed over; null where calls or leads were chosen.';
comment on column holds.created_by is 'Who placed it. Personal data of the user.';
comment on column holds.created_at is 'Since when.';
comment on column holds.ended_by is 'Who ended it; null while it holds. Personal data of the user.';
comment on column holds.ended_at is 'When it ended.';
create unique index if not exists holds_name_idx on holds (lower(name)) where ended_at is null;
comment on index holds_name_idx is 'Two holds at a time have different names.';

create table if not exists hold_calls (
  hold_id bigint not null constraint hold_calls_hold_fkey references holds on delete cascade,
  call_id text not null constraint hold_calls_call_fkey references calls on delete cascade,
  constraint hold_calls_pkey primary key (call_id, hold_id)
);
comment on table hold_calls is 'The calls under a hold.';
comment on column hold_calls.hold_id is 'The hold.';
comment on column hold_calls.call_id is 'The call.';
create index if not exists hold_calls_hold_idx on hold_calls (hold_id);
comment on index hold_calls_hold_idx is 'The calls of a hold.';

create table if not exists hold_leads (
  hold_id bigint not null constraint hold_leads_hold_fkey references holds on delete cascade,
  contact_id bigint not null constraint hold_leads_contact_fkey references contacts on delete cascade,
  constraint hold_leads_pkey primary key (contact_id, hold_id)
);
comment on table hold_leads is 'The leads under a hold, with all their calls, also those to come.';
comment on column hold_leads.hold_id is 'The hold.';
comment on column hold_leads.contact_id is 'The lead.';
create index if not exists hold_leads_hold_idx on hold_leads (hold_id);
comment on index hold_leads_hold_idx is 'The leads of a hold.';

create or replace view held_calls as
  select hold_id, call_id from hold_calls join holds on holds.id = hold_id where holds.ended_at is null
  union all
  select hold_id, call_id
  from hold_leads join holds on holds.id = hold_id join calls using (contact_id)
  where holds.ended_at is null;
comment on view held_calls is 'Calls that may not be deleted: chosen ones, and all of a lead on hold.';

create or replace view held_leads as
  select hold_id, contact_id from hold_leads join holds on holds.id = hold_id where holds.ended_at is null
  union all
  select hold_id, contact_id
  from hold_calls join holds on holds.id = hold_id join calls using (call_id)
  where holds.ended_at is null and contact_id is not null;
comment on view held_leads is 'Leads that may not be deleted: chosen ones, and those of a call on hold.';

create or replace function keep_held_call() returns trigger language plpgsql as $$
begin
  if exists (select from held_calls where call_id = old.call_id) then
    raise exception 'A call on hold may not be deleted.' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
comment on function keep_held_call is 'The last guard of a hold, whichever statement deletes.';
create or replace trigger held_call_stays before delete on calls for each row execute function keep_held_call();

create or replace function keep_held_recording() returns trigger language plpgsql as $$
begin
  if exists (select from held_calls where call_id = old.call_id) then
    raise exception 'A recording on hold may not be deleted.' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
comment on function keep_held_recording is 'The last guard of a hold, whichever statement deletes.';
create or replace trigger held_recording_stays before delete on archived_recordings
  for each row execute function keep_held_recording();
create or replace trigger held_recording_is_not_emptied before update of state on archived_recordings
  for each row when (new.state = 'deleted' and old.state <> 'deleted') execute function keep_held_recording();

create or replace function keep_calls_of_held_lead() returns trigger language plpgsql as $$
begin
  insert into hold_calls (hold_id, call_id)
  select hold_id, call_id from hold_leads join calls using (contact_id) where contact_id = old.id
  on conflict do nothing;
  return old;
end $$;
comment on function keep_calls_of_held_lead is 'A lead that is sorted anew, or merged, leaves its calls on hold.';
create or replace trigger held_lead_leaves_its_calls before delete on contacts
  for each row execute function keep_calls_of_held_lead();

create or replace function keep_moved_call() returns trigger language plpgsql as $$
begin
  insert into hold_calls (hold_id, call_id)
  select hold_id, new.call_id from hold_leads where contact_id = old.contact_id
  on conflict do nothing;
  return null;
end $$;
comment on function keep_moved_call is 'A call of a lead on hold that gets another lead stays on hold.';
create or replace trigger held_call_moved after update of contact_id on calls
  for each row when (old.contact_id is not null and new.contact_id is distinct from old.contact_id)
  execute function keep_moved_call();

alter table erasures add column if not exists held_at timestamptz;
comment on column erasures.held_at is 'Since when a hold keeps it from its end; null where none does.';
alter table erasures drop constraint if exists erasures_state_known;
alter table erasures add constraint erasures_state_known
  check (state in ('looking', 'found', 'erasing', 'held', 'done'));
comment on column erasures.state is
  'looking: the worker searches; found: an admin must confirm; erasing: the worker erases; held: all is erased but what is on hold; done: the data is erased.';

-- As in 022_roles.sql, but for what is on hold, and for the chain of custody: CUSTODY_ACTIONS of app/lib/audit-actions.ts.
create or replace function delete_old_audit(before timestamptz) returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  deleted bigint;
begin
  delete from audit_log
  where at < least(before, now() - interval '30 days')
    and not exists (select from held_calls where held_calls.call_id = audit_log.target)
    and not exists (select from held_leads where held_leads.contact_id::text = audit_log.target)
    and not (action in ('play recording', 'try to play recording', 'hand over recording') and exists (
      select from archived_recordings where call_id = audit_log.target and state = 'archived'));
  get diagnostics deleted = row_count;
  if deleted > 0 then
    insert into audit_log (actor, action, details)
    values ('retention', 'erase what is old', jsonb_build_object('auditEntries', deleted, 'before', before));
  end if;
  return deleted;
end $$;
comment on function delete_old_audit is
  'Deletes entries that were made before a moment, but none of the last 30 days, about what is on hold, or of the chain of custody of an archived recording. Leaves an entry that says how many.';

insert into schema_migrations (name) values ('023_keeping.sql') on conflict do nothing;
commit;

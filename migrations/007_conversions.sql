-- The stage of each lead, kept true by triggers on calls: converted after any sale, otherwise the stage of the latest call
-- that reached a person.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create or replace function settle_conversions(lead_ids bigint[], maybe_sold bigint[]) returns bigint language plpgsql as $$
declare
  changed bigint;
begin
  -- A separate statement takes the locks, so that the next one sees the calls that earlier lock holders wrote.
  perform from contacts where id = any(lead_ids) order by id for no key update;
  update contacts
  set conversion = found.conversion
  from (
    select leads.id, coalesce(sale.stage, latest.stage, 'new') as conversion
    from contacts as leads
    left join lateral (
      select 'converted' as stage
      where leads.conversion = 'converted' and not leads.id = any(maybe_sold)
      union all
      select dispositions.stage
      from (
        -- `offset 0` makes PostgreSQL look up the lead's own calls, not all sales.
        select calls.disposition from calls where calls.contact_id = leads.id and leads.id = any(maybe_sold) offset 0
      ) as own
      join dispositions on dispositions.code = upper(own.disposition) and dispositions.stage = 'converted'
      limit 1
    ) as sale on true
    left join lateral (
      select coalesce(dispositions.stage, 'contacted') as stage
      from calls
      left join dispositions on dispositions.code = upper(calls.disposition)
      where calls.contact_id = leads.id and dispositions.stage is distinct from 'not_contacted'
      order by calls.occurred_at desc, calls.call_id desc
      limit 1
    ) as latest on true
    where leads.id = any(lead_ids)
  ) as found
  where contacts.id = found.id and contacts.conversion <> found.conversion;
  get diagnostics changed = row_count;
  return changed;
end $$;
comment on function settle_conversions is
  'Sets the stage of leads from their calls. It looks for a sale among all calls only for leads that may have won or lost one.';

create or replace function keep_conversions() returns trigger language plpgsql as $$
declare
  moved bigint[];
  maybe_sold bigint[];
begin
  if tg_op = 'INSERT' then
    select array_agg(contacts.id), array_agg(contacts.id) filter (where dispositions.stage = 'converted')
    into moved, maybe_sold
    from new_calls
    join contacts on contacts.id = new_calls.contact_id
    left join dispositions on dispositions.code = upper(new_calls.disposition)
    where contacts.conversion <> 'converted'
      and coalesce(dispositions.stage, 'contacted') not in ('not_contacted', contacts.conversion);
  elsif tg_op = 'UPDATE' then
    select array_agg(lead.id), array_agg(lead.id) filter (where 'converted' in (was.stage, becomes.stage))
    into moved, maybe_sold
    from old_calls
    join new_calls using (call_id)
    left join dispositions as was on was.code = upper(old_calls.disposition)
    left join dispositions as becomes on becomes.code = upper(new_calls.disposition)
    cross join lateral (values (old_calls.contact_id), (new_calls.contact_id)) as lead (id)
    where lead.id is not null
      and (old_calls.contact_id, coalesce(was.stage, 'contacted'), old_calls.occurred_at)
        is distinct from (new_calls.contact_id, coalesce(becomes.stage, 'contacted'), new_calls.occurred_at);
  else
    select array_agg(contact_id) into moved from old_calls where contact_id is not null;
    maybe_sold := moved;
  end if;
  if moved is not null then perform settle_conversions(moved, coalesce(maybe_sold, '{}')); end if;
  return null;
end $$;
comment on function keep_conversions is 'Finds the leads whose stage a statement on calls may have changed, and sets it.';

create or replace trigger calls_inserted_keep_conversions after insert on calls
  referencing new table as new_calls for each statement execute function keep_conversions();
create or replace trigger calls_updated_keep_conversions after update on calls
  referencing old table as old_calls new table as new_calls for each statement execute function keep_conversions();
create or replace trigger calls_deleted_keep_conversions after delete on calls
  referencing old table as old_calls for each statement execute function keep_conversions();

create table if not exists conversion_sweeps (
  code text constraint conversion_sweeps_pkey primary key,
  requested_at timestamptz not null default now(),
  reached_at timestamptz,
  reached_call_id text,
  calls_seen bigint not null default 0,
  leads_changed bigint not null default 0,
  finished_at timestamptz
);
comment on table conversion_sweeps is
  'Changed dispositions whose leads the worker is updating, from the oldest call to the latest.';
comment on column conversion_sweeps.code is 'The disposition; empty for all calls.';
comment on column conversion_sweeps.requested_at is 'When the disposition changed.';
comment on column conversion_sweeps.reached_at is 'The time of the last call that was looked at.';
comment on column conversion_sweeps.reached_call_id is 'The last call that was looked at (calls.call_id).';
comment on column conversion_sweeps.calls_seen is 'How many calls were looked at.';
comment on column conversion_sweeps.leads_changed is 'How many leads changed.';
comment on column conversion_sweeps.finished_at is 'When all calls were looked at.';

-- Calls that were stored before the triggers existed.
insert into conversion_sweeps (code) select '' where exists (select from calls) on conflict do nothing;

insert into schema_migrations (name) values ('007_conversions.sql') on conflict do nothing;
commit;

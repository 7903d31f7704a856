-- What a delivery costs.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- As in 006_dispositions.sql, but a lead's calls are found by the lead and nothing else: left to itself the planner may go
-- through all sales that there are instead (`offset 0` keeps it from that).
create or replace function settle_conversions(lead_ids bigint[], maybe_sold bigint[]) returns bigint language plpgsql as $$
declare
  changed bigint;
begin
  -- First the locks, then a statement of its own: it sees the calls of whoever held them before.
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

insert into schema_migrations (name) values ('018_ingest.sql') on conflict do nothing;
commit;

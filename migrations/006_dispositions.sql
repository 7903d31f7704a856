-- What each disposition means, how far each lead has come by it, and what leads and calls are searched and filtered by.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- The dictionary: what an admin says that a code means. A code that is not in it counts as contacted.
create table if not exists dispositions (
  code text constraint dispositions_pkey primary key,  -- in capitals; calls are matched in any letter case
  name text not null,
  stage text not null,
  updated_at timestamptz not null default now(),
  updated_by text,                          -- null: as it was delivered
  constraint dispositions_code check (code = upper(btrim(code)) and length(code) between 1 and 100),
  constraint dispositions_stage check (stage in ('not_contacted', 'contacted', 'converted', 'lost'))
);

-- The statuses that Convoso sets itself, and those that most accounts give their agents. Only for a new dictionary: what an
-- admin deleted stays deleted.
insert into dispositions (code, name, stage)
select code, name, stage
from (values
  ('A', 'Answering machine', 'not_contacted'),
  ('AA', 'Answering machine detected', 'not_contacted'),
  ('AFAX', 'Fax detected', 'not_contacted'),
  ('AHXFER', 'After hours', 'not_contacted'),
  ('AL', 'Answering machine, message played', 'not_contacted'),
  ('AM', 'Answering machine, message left', 'not_contacted'),
  ('AMD', 'Answering machine detected', 'not_contacted'),
  ('B', 'Busy', 'not_contacted'),
  ('CALLHU', 'Caller hung up before an agent', 'not_contacted'),
  ('CG', 'Congestion', 'not_contacted'),
  ('CGD', 'Congestion, account disconnected', 'not_contacted'),
  ('CGO', 'Congestion, out of minutes', 'not_contacted'),
  ('CGT', 'Congested temporarily', 'not_contacted'),
  ('CIDB', 'Blocked caller id', 'not_contacted'),
  ('CPDATB', 'All trunks busy', 'not_contacted'),
  ('CPDB', 'Busy', 'not_contacted'),
  ('CPDINV', 'Invalid number', 'not_contacted'),
  ('CPDNA', 'No answer', 'not_contacted'),
  ('CPDREJ', 'Rejected', 'not_contacted'),
  ('CPDSI', 'Intercepted', 'not_contacted'),
  ('DROP', 'No agent available', 'not_contacted'),
  ('ERI', 'Agent lost connection', 'not_contacted'),
  ('INCALL', 'In call', 'not_contacted'),
  ('INCOMP', 'Incomplete call', 'not_contacted'),
  ('MACHINE', 'Answering machine', 'not_contacted'),
  ('N', 'Dead air', 'not_contacted'),
  ('NA', 'No answer', 'not_contacted'),
  ('NAIC', 'No answer, inbound', 'not_contacted'),
  ('NEW', 'New lead', 'not_contacted'),
  ('NORD', 'Network out of order', 'not_contacted'),
  ('NRA', 'No route available', 'not_contacted'),
  ('OI', 'Operator intercept', 'not_contacted'),
  ('PBXHU', 'Ended at the PBX', 'not_contacted'),
  ('PDROP', 'Dropped before routing', 'not_contacted'),
  ('QDROP', 'Dropped to another queue', 'not_contacted'),
  ('REJ', 'Rejected', 'not_contacted'),
  ('WAITTO', 'Waited too long in queue', 'not_contacted'),
  ('XDROP', 'Abandoned in queue', 'not_contacted'),
  ('AH', 'Answered and hung up', 'contacted'),
  ('CALLBK', 'Call back', 'contacted'),
  ('CB', 'Call back', 'contacted'),
  ('CD', 'Customer disconnected', 'contacted'),
  ('HU', 'Hang up', 'contacted'),
  ('POST', 'Post date', 'contacted'),
  ('XFER', 'Transferred', 'contacted'),
  ('SALE', 'Sale', 'converted'),
  ('BPN', 'Bad phone number', 'lost'),
  ('DC', 'Disconnected number', 'lost'),
  ('DEC', 'Declined sale', 'lost'),
  ('DNC', 'Do not call', 'lost'),
  ('DNCC', 'Do not call, campaign list', 'lost'),
  ('DNCL', 'Do not call list', 'lost'),
  ('DNCRT', 'Do not call, real time', 'lost'),
  ('DNCW', 'Do not call, wireless', 'lost'),
  ('NI', 'Not interested', 'lost'),
  ('NQ', 'Not qualified', 'lost'),
  ('WN', 'Wrong number', 'lost'),
  ('WRONG', 'Wrong number', 'lost')
) as usual (code, name, stage)
where not exists (select from schema_migrations where schema_migrations.name = '006_dispositions.sql')
on conflict do nothing;

-- How far a lead has come: converted by any sale; else what its latest call in which somebody was reached came to.
alter table contacts add column if not exists conversion text not null default 'new'
  constraint contacts_conversion check (conversion in ('new', 'contacted', 'converted', 'lost'));

-- Each full index costs every delivery a little, so what few calls have is indexed for those only.
create index if not exists calls_disposition_idx on calls (upper(disposition), occurred_at desc, call_id desc);
create index if not exists calls_direction_idx on calls (direction, occurred_at desc, call_id desc) where direction <> 'outbound';
create index if not exists calls_long_idx on calls (duration_seconds) where duration_seconds >= 600;
create index if not exists calls_recorded_idx on calls (occurred_at desc, call_id desc) where recording_url is not null;

-- The calls of a lead in order, instead of only together.
do $$ begin
  if (select indexdef from pg_indexes where schemaname = current_schema() and indexname = 'calls_contact_idx') not like '%occurred_at%' then
    drop index calls_contact_idx;
  end if;
end $$;
create index if not exists calls_contact_idx on calls (contact_id, occurred_at desc, call_id desc);

create index if not exists pending_recordings_absent_idx on pending_recordings (call_id) where state = 'absent';

-- Brings leads in line with their calls. Looking for a sale among all calls of a lead is spared where none came or went.
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
      from calls
      join dispositions on dispositions.code = upper(calls.disposition) and dispositions.stage = 'converted'
      where calls.contact_id = leads.id and leads.id = any(maybe_sold)
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

-- Keeps leads in line with whatever writes calls. Few calls move their lead, and only those cost more than a look.
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

create or replace trigger calls_inserted_keep_conversions after insert on calls
  referencing new table as new_calls for each statement execute function keep_conversions();
create or replace trigger calls_updated_keep_conversions after update on calls
  referencing old table as old_calls new table as new_calls for each statement execute function keep_conversions();
create or replace trigger calls_deleted_keep_conversions after delete on calls
  referencing old table as old_calls for each statement execute function keep_conversions();

-- Changes of the dictionary whose leads are being brought in line by the worker, from the oldest call to the latest.
create table if not exists conversion_sweeps (
  code text constraint conversion_sweeps_pkey primary key,  -- the calls it concerns; empty: all
  requested_at timestamptz not null default now(),
  reached_at timestamptz,                   -- the call that it has come to
  reached_call_id text,
  calls_seen bigint not null default 0,
  leads_changed bigint not null default 0,
  finished_at timestamptz
);

-- Leads that were there before this file.
insert into conversion_sweeps (code) select '' where exists (select from calls) on conflict do nothing;

-- What a lead is searched by: the words of its name, "@" and its e-mail address, its phone from the front and, behind
-- "<", from the back. A full text index finds each by its beginning and needs no extension. Words end at ASCII's spaces
-- and marks, whatever the locale of the database.
create or replace function lead_words(first_name text, last_name text, email text, phone text) returns tsvector
  language sql immutable parallel safe as $$
  select array_to_tsvector(array_remove(array_remove(
    string_to_array(
      translate(
        lower(left(coalesce($1, '') || ' ' || coalesce($2, ''), 700)),
        E'\t\n\r!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', repeat(' ', 35)
      ), ' '
    ) || array['@' || lower(left($3, 300)), left($4, 40), '<' || reverse(left($4, 40))], null), ''))
$$;

-- What comes is first appended, then sorted in, a little at a time: about two thousand leads.
create index if not exists contacts_words_idx on contacts
  using gin (lead_words(first_name, last_name, email, phone_key)) with (gin_pending_list_limit = 256);

create index if not exists contacts_created_at_idx on contacts (created_at desc, id desc);
create index if not exists contacts_conversion_idx on contacts (conversion, created_at desc, id desc);
create index if not exists contacts_campaign_idx on contacts (campaign, created_at desc, id desc) where campaign is not null;
create index if not exists contacts_list_idx on contacts (list_id, created_at desc, id desc) where list_id is not null;
create index if not exists contacts_state_idx on contacts (state, created_at desc, id desc) where state is not null;

insert into schema_migrations (name) values ('006_dispositions.sql') on conflict do nothing;
commit;

-- What the search of calls needs to find parts of phones of calls without a lead.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create index if not exists calls_of_no_lead_start_idx on calls (phone_key(phone_e164, phone_number) collate "C")
  where contact_id is null;
comment on index calls_of_no_lead_start_idx is 'Calls search by the beginning of a phone, for calls that belong to no lead.';
create index if not exists calls_of_no_lead_end_idx on calls (reverse(phone_key(phone_e164, phone_number)) collate "C")
  where contact_id is null;
comment on index calls_of_no_lead_end_idx is 'Calls search by the last digits of a phone, for calls that belong to no lead.';

insert into schema_migrations (name) values ('017_call_search.sql') on conflict do nothing;
commit;

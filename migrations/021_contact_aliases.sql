-- Phones and e-mail addresses that a lead had besides those that it has now, by which it is found as well.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists contact_aliases (
  id bigint generated always as identity constraint contact_aliases_pkey primary key,
  contact_id bigint not null constraint contact_aliases_contact_fkey references contacts on delete cascade,
  alias text not null,
  constraint contact_aliases_key unique (contact_id, alias)
);
comment on table contact_aliases is
  'Phones and e-mail addresses that a lead had before, or that its calls have. Triggers keep it, and searches read it.';
comment on column contact_aliases.id is 'Our own id.';
comment on column contact_aliases.contact_id is 'The lead (contacts.id).';
comment on column contact_aliases.alias is
  'A phone as contacts.phone_key has it, or a folded e-mail address. Personal data of the lead.';

create index if not exists contact_aliases_start_idx on contact_aliases (alias collate "C");
comment on index contact_aliases_start_idx is 'Leads search by an earlier phone or e-mail address, whole or its beginning.';
create index if not exists contact_aliases_end_idx on contact_aliases (reverse(alias) collate "C");
comment on index contact_aliases_end_idx is 'Leads search by the last digits of an earlier phone.';

create or replace function keep_earlier_keys() returns trigger language plpgsql as $$
begin
  insert into contact_aliases (contact_id, alias)
  select new.id, alias
  from (values
    (case when old.phone_key is distinct from new.phone_key then old.phone_key end),
    (case when old.email is distinct from new.email then fold_text(left(old.email, 300)) end)) as earlier (alias)
  where alias is not null
  on conflict do nothing;
  return null;
end $$;
comment on function keep_earlier_keys is 'Notes the phone and e-mail address that a lead had until now.';

create or replace trigger contacts_keep_earlier_keys after update on contacts
  for each row when (old.phone_key is distinct from new.phone_key or old.email is distinct from new.email)
  execute function keep_earlier_keys();

create or replace function keep_called_phones() returns trigger language plpgsql as $$
begin
  insert into contact_aliases (contact_id, alias)
  select distinct contacts.id, phone_key(new_calls.phone_e164, new_calls.phone_number)
  from new_calls
  join contacts on contacts.id = new_calls.contact_id
  where phone_key(new_calls.phone_e164, new_calls.phone_number) <> coalesce(contacts.phone_key, '')
  on conflict do nothing;
  return null;
end $$;
comment on function keep_called_phones is 'Notes the phones of calls that are not the phone of their lead.';

create or replace trigger calls_inserted_keep_phones after insert on calls
  referencing new table as new_calls for each statement execute function keep_called_phones();
create or replace trigger calls_updated_keep_phones after update on calls
  referencing new table as new_calls for each statement execute function keep_called_phones();

-- Calls that were stored before the triggers existed.
insert into contact_aliases (contact_id, alias)
select distinct contacts.id, phone_key(calls.phone_e164, calls.phone_number)
from calls
join contacts on contacts.id = calls.contact_id
where phone_key(calls.phone_e164, calls.phone_number) <> coalesce(contacts.phone_key, '')
  and not exists (select from schema_migrations where name = '021_contact_aliases.sql')
on conflict do nothing;

insert into schema_migrations (name) values ('021_contact_aliases.sql') on conflict do nothing;
commit;

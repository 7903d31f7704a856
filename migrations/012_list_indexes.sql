-- What exports need, and indexes for every filter of the lists.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- A body as text. One that is no UTF-8, or holds a NUL, comes with PostgreSQL's escapes (\000, \377) for such bytes.
create or replace function text_of_body(body bytea) returns text
language plpgsql immutable strict as $$
begin
  return convert_from(body, 'UTF8');
exception when others then
  return encode(body, 'escape');
end $$;

-- "How far is my export?" is asked every second.
create index if not exists audit_log_export_idx on audit_log ((details ->> 'export')) where action = 'end export';

insert into schema_migrations (name) values ('012_list_indexes.sql') on conflict do nothing;
commit;

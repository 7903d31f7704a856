-- What the search of the Webhook Logs needs. Bodies themselves are not indexed: that would cost more than the bodies.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- A body as JSON; null where it is none.
create or replace function json_of_body(body bytea) returns jsonb
language plpgsql immutable strict parallel safe as $$
begin
  return convert_from(body, 'UTF8')::jsonb;
exception when others then
  return null;
end $$;

-- Both are of few rows: misrouted deliveries, and calls whose phone fits several leads, so that none was chosen.
create index if not exists call_events_misrouted_idx on call_events (id desc) where is_misrouted;
create index if not exists calls_of_no_lead_idx
  on calls ((coalesce(phone_e164, nullif(regexp_replace(phone_number, '\D', '', 'g'), '')))) where contact_id is null;

insert into schema_migrations (name) values ('007_event_search.sql') on conflict do nothing;
commit;

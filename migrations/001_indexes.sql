-- What the portal's lists, and the matching of deliveries to rows, look things up by.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

-- An agent with an id is that id; agents without one are told apart by name.
create unique index if not exists agents_agent_id_key on agents (agent_id) where agent_id is not null;
create unique index if not exists agents_name_key on agents (lower(name)) where agent_id is null;
create index if not exists agents_name_idx on agents (lower(name));

create unique index if not exists contacts_lead_id_key on contacts (lead_id) where lead_id is not null;
create unique index if not exists contacts_match_key on contacts (match_key) where lead_id is null;
create index if not exists contacts_phone_key_idx on contacts (phone_key);

create index if not exists calls_occurred_at_idx on calls (occurred_at desc, call_id desc);
create index if not exists calls_campaign_idx on calls (campaign, occurred_at desc, call_id desc);
create index if not exists calls_agent_idx on calls (agent_id, occurred_at desc, call_id desc);
create index if not exists calls_contact_idx on calls (contact_id);

create index if not exists call_events_endpoint_idx on call_events (endpoint, id desc);
create index if not exists call_events_outcome_idx on call_events (outcome, id desc);
create index if not exists call_events_call_idx on call_events (call_id, id desc) where call_id is not null;
create index if not exists call_events_contact_idx on call_events (contact_id, id desc) where contact_id is not null;

create index if not exists contacts_test_idx on contacts (id) where is_test;
create index if not exists calls_test_idx on calls (call_id) where is_test;
create index if not exists call_events_test_idx on call_events (id) where is_test;

insert into schema_migrations (name) values ('001_indexes.sql') on conflict do nothing;
commit;

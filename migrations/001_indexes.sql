-- Indexes of the four main tables. Each comment names the query that needs the index.
-- Every full index makes each delivery a little slower, so an index on a rare value holds only the rows with that value.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create unique index if not exists agents_agent_id_key on agents (agent_id) where agent_id is not null;
comment on index agents_agent_id_key is 'Matches a delivery to its agent by Convoso''s id.';
create unique index if not exists agents_name_key on agents (lower(name)) where agent_id is null;
comment on index agents_name_key is 'Tells agents without an id apart by name.';
create index if not exists agents_name_idx on agents (lower(name));
comment on index agents_name_idx is 'Finds the agents of a name, with or without an id.';

create unique index if not exists contacts_lead_id_key on contacts (lead_id) where lead_id is not null;
comment on index contacts_lead_id_key is 'Matches a delivery to its lead by lead id.';
create unique index if not exists contacts_match_key on contacts (match_key) where lead_id is null;
comment on index contacts_match_key is 'Matches a delivery to a lead without lead id.';
create index if not exists contacts_phone_key_idx on contacts (phone_key);
comment on index contacts_phone_key_idx is 'Finds the leads with a phone number.';
create index if not exists contacts_created_at_idx on contacts (created_at desc, id desc);
comment on index contacts_created_at_idx is 'Leads list, newest first.';
create index if not exists contacts_conversion_idx on contacts (conversion, created_at desc, id desc);
comment on index contacts_conversion_idx is 'Leads list, filtered by stage.';
create index if not exists contacts_campaign_idx on contacts (campaign, created_at desc, id desc)
  where campaign is not null;
comment on index contacts_campaign_idx is 'Leads list, filtered by campaign.';
create index if not exists contacts_list_idx on contacts (list_id, created_at desc, id desc) include (conversion)
  where list_id is not null;
comment on index contacts_list_idx is 'Leads list, filtered by list, also together with a stage.';
create index if not exists contacts_state_idx on contacts (state, created_at desc, id desc) where state is not null;
comment on index contacts_state_idx is 'Leads list, filtered by state.';
create index if not exists contacts_test_idx on contacts (created_at desc, id desc) where is_test;
comment on index contacts_test_idx is 'Leads list of test data, and its deletion.';

create index if not exists calls_occurred_at_idx on calls (occurred_at desc, call_id desc);
comment on index calls_occurred_at_idx is 'Calls list, newest first.';
create index if not exists calls_campaign_idx on calls (campaign, occurred_at desc, call_id desc);
comment on index calls_campaign_idx is 'Calls list, filtered by campaign.';
create index if not exists calls_agent_idx on calls (agent_id, occurred_at desc, call_id desc);
comment on index calls_agent_idx is 'Calls list, filtered by agent.';
create index if not exists calls_contact_idx on calls (contact_id, occurred_at desc, call_id desc);
comment on index calls_contact_idx is 'The calls of a lead, newest first.';
-- PostgreSQL does not read the code out of upper(code), so the index includes the code. It fits into the entry's padding.
create index if not exists calls_disposition_idx on calls (upper(disposition), occurred_at desc, call_id desc)
  include (disposition);
comment on index calls_disposition_idx is 'Calls list, filtered by disposition, and the leads that a changed disposition affects.';
create index if not exists calls_direction_idx on calls (direction, occurred_at desc, call_id desc) include (agent_id)
  where direction <> 'outbound';
comment on index calls_direction_idx is 'Calls list, filtered by a rare direction, also together with an agent.';
create index if not exists calls_long_idx on calls (duration_seconds, occurred_at desc, call_id desc)
  where duration_seconds >= 600;
comment on index calls_long_idx is 'Calls list, filtered by a length of ten minutes or more.';
create index if not exists calls_recorded_idx on calls (occurred_at desc, call_id desc) include (recording_verdict)
  where recording_url is not null and recording_verdict is distinct from 'failed';
comment on index calls_recorded_idx is 'Calls list, only calls with a recording, and the sample of links to check.';
create index if not exists calls_recording_playable_idx on calls (occurred_at desc, call_id desc)
  where recording_verdict = 'playable';
comment on index calls_recording_playable_idx is 'Calls list, only calls whose recording was seen to play.';
create index if not exists calls_recording_failed_idx on calls (occurred_at desc, call_id desc)
  where recording_verdict = 'failed';
comment on index calls_recording_failed_idx is 'Calls list, only calls whose link failed, and their number.';
create index if not exists calls_given_up_idx on calls (occurred_at desc, call_id desc)
  include (campaign, agent_id, disposition, direction, duration_seconds, contact_id, is_test)
  where recording_given_up;
comment on index calls_given_up_idx is 'Calls list, only calls whose recording was given up, together with any other filter.';
create index if not exists calls_given_up_disposition_idx on calls (upper(disposition), occurred_at desc, call_id desc)
  where recording_given_up;
comment on index calls_given_up_disposition_idx is 'Calls list, only calls of a disposition whose recording was given up.';
create index if not exists calls_of_no_lead_idx
  on calls (phone_key(phone_e164, phone_number)) where contact_id is null;
comment on index calls_of_no_lead_idx is 'Finds by phone the calls that fit several leads and so belong to none.';
create index if not exists calls_test_idx on calls (occurred_at desc, call_id desc) where is_test;
comment on index calls_test_idx is 'Calls list of test data, and its deletion.';

create index if not exists call_events_endpoint_idx on call_events (endpoint, id desc);
comment on index call_events_endpoint_idx is 'Webhook Logs, filtered by endpoint.';
create index if not exists call_events_outcome_idx on call_events (outcome, id desc);
comment on index call_events_outcome_idx is 'Webhook Logs, filtered by result.';
create index if not exists call_events_call_idx on call_events (call_id, id desc) where call_id is not null;
comment on index call_events_call_idx is 'The deliveries about a call.';
create index if not exists call_events_contact_idx on call_events (contact_id, id desc) where contact_id is not null;
comment on index call_events_contact_idx is 'The deliveries about a lead.';
create index if not exists call_events_part_idx on call_events (part_of, id desc) where part_of is not null;
comment on index call_events_part_idx is 'The parts of a list.';
create index if not exists call_events_misrouted_idx on call_events (id desc) where is_misrouted;
comment on index call_events_misrouted_idx is 'Webhook Logs, only deliveries that were sent to the wrong address.';
create index if not exists call_events_test_idx on call_events (id) where is_test;
comment on index call_events_test_idx is 'Deletion of test data.';

insert into schema_migrations (name) values ('001_indexes.sql') on conflict do nothing;
commit;

-- What the columns of the four main tables mean. docs/schema.md reads two marks in a comment: "Personal data of the lead."
-- at its end, and "(table.column)" for a reference without a foreign key.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

comment on column schema_migrations.name is 'The file in migrations/.';
comment on column schema_migrations.applied_at is 'When the file ran first.';

comment on column agents.id is 'Our own id.';
comment on column agents.agent_id is 'Convoso''s id as text; null while only the name is known.';
comment on column agents.name is 'Full name. Personal data of the agent.';
comment on column agents.email is 'E-mail address. Personal data of the agent.';
comment on column agents.is_test is 'True while only test deliveries mention the agent.';
comment on column agents.created_at is 'When the agent was first mentioned.';
comment on column agents.updated_at is 'When this row last changed.';

comment on column contacts.id is 'Our own id.';
comment on column contacts.lead_id is 'Convoso''s lead id. Personal data of the lead.';
comment on column contacts.match_key is
  'Identifies a lead without lead id: phone:…, email:…, or derived:… with a digest of its fields. Personal data of the lead.';
comment on column contacts.first_name is 'First name. Personal data of the lead.';
comment on column contacts.last_name is 'Last name. Personal data of the lead.';
comment on column contacts.phone_number is 'Phone number as sent. Personal data of the lead.';
comment on column contacts.phone_e164 is 'Phone number in E.164 format; null where it is invalid. Personal data of the lead.';
comment on column contacts.phone_key is 'The E.164 number, or the digits of an invalid one. Personal data of the lead.';
comment on column contacts.email is 'E-mail address. Personal data of the lead.';
comment on column contacts.address is 'Street address. Personal data of the lead.';
comment on column contacts.city is 'City. Personal data of the lead.';
comment on column contacts.state is 'State or province. Personal data of the lead.';
comment on column contacts.zip is 'Postal code. Personal data of the lead.';
comment on column contacts.country is 'Country. Personal data of the lead.';
comment on column contacts.campaign is 'The campaign that the lead belongs to.';
comment on column contacts.list_id is 'Convoso''s id of the lead list.';
comment on column contacts.status is 'The lead''s status in Convoso.';
comment on column contacts.extra is 'Fields that have no column, by name. Personal data of the lead.';
comment on column contacts.looks_like_several is
  'True: deliveries named several people; false: an admin said that it is one person; null: no doubt.';
comment on column contacts.is_test is 'True while only test deliveries mention the lead.';
comment on column contacts.created_at is 'When the first delivery about the lead was received.';
comment on column contacts.updated_at is 'When this row last changed.';
comment on column contacts.last_event_id is 'The newest delivery that was merged (call_events.id).';
comment on column contacts.field_events is 'Which delivery set a field, for fields that an older delivery set.';
comment on column contacts.conversion is
  'Stage: converted after any sale, otherwise the stage of the latest call that reached a person.';

comment on column calls.call_id is 'Convoso''s call_log_id, or derived:… where none was sent.';
comment on column calls.lead_id is 'Convoso''s lead id as sent with the call. Personal data of the lead.';
comment on column calls.contact_id is 'The lead; null where several leads fit.';
comment on column calls.agent_id is 'The agent.';
comment on column calls.phone_number is 'The lead''s phone number as sent. Personal data of the lead.';
comment on column calls.phone_e164 is 'The lead''s phone number in E.164 format. Personal data of the lead.';
comment on column calls.caller_id is 'Caller id as sent. Personal data of the lead.';
comment on column calls.campaign is 'Campaign name.';
comment on column calls.campaign_id is 'Convoso''s id of the campaign.';
comment on column calls.list_id is 'Convoso''s id of the lead list.';
comment on column calls.queue is 'The queue of an inbound call.';
comment on column calls.disposition is 'The code, such as SALE or HU, in any letter case (dispositions.code).';
comment on column calls.disposition_name is 'The name that Convoso sent with the code.';
comment on column calls.direction is 'inbound, outbound, manual, 3way, or another word as sent.';
comment on column calls.term_reason is 'Why the call ended, as sent.';
comment on column calls.agent_comment is 'What the agent wrote about the call. Personal data of the lead.';
comment on column calls.duration_seconds is 'Length of the call in seconds.';
comment on column calls.started_at is 'When the call started.';
comment on column calls.started_at_text is 'The start as sent; Convoso''s times have no time zone.';
comment on column calls.ended_at is 'When the call ended.';
comment on column calls.ended_at_text is 'The end as sent.';
comment on column calls.occurred_at is 'Start, otherwise end, otherwise first receipt; lists sort by it.';
comment on column calls.recording_url is 'Where Convoso keeps the recording. Personal data of the lead.';
comment on column calls.recording_source is 'Who supplied the URL: webhook or fetcher.';
comment on column calls.recording_found_at is 'When the URL was found.';
comment on column calls.recording_verdict is
  'playable: the link was seen to play; failed: it was seen to fail; null: nobody has tried it.';
comment on column calls.recording_fault is 'Why the link failed: an HTTP status such as 404, or a word of app/lib/recording-faults.ts.';
comment on column calls.recording_verdict_at is 'Since when the verdict holds.';
comment on column calls.extra is 'Fields that have no column, by name. Personal data of the lead.';
comment on column calls.is_test is 'True while only test deliveries mention the call.';
comment on column calls.created_at is 'When the first delivery about the call was received.';
comment on column calls.updated_at is 'When this row last changed.';
comment on column calls.last_event_id is 'The newest delivery that was merged (call_events.id).';
comment on column calls.field_events is 'Which delivery set a field, for fields that an older delivery set.';
comment on column calls.provisional is
  'The fields that only deliveries of the call while it was going on have set. What says how it ended replaces them.';
comment on column calls.recording_given_up is 'True if the search for the recording was given up.';

comment on column call_events.id is 'UUID version 7, which sorts by time of receipt.';
comment on column call_events.endpoint is 'Where it was sent: lead, call, or echo; unknown is an address that is none of them.';
comment on column call_events.kind is 'What it is: lead or call; null if unknown.';
comment on column call_events.outcome is 'The result: processed, duplicate, invalid, refused, echoed, failed, or split: a list, whose parts are rows.';
comment on column call_events.is_misrouted is 'True if it was sent to the wrong address.';
comment on column call_events.is_test is 'True for test data.';
comment on column call_events.received_at is 'When it was received.';
comment on column call_events.method is 'HTTP method.';
comment on column call_events.query is 'Query string without the secret. Personal data of the lead.';
comment on column call_events.content_type is 'The Content-Type header.';
comment on column call_events.headers is 'Request headers without secrets. Personal data of the lead.';
comment on column call_events.source_address is 'IP address of the sender.';
comment on column call_events.body is
  'The raw bytes; null if refused, too large, or erased. Personal data of the lead.';
comment on column call_events.body_size is 'Size of the body in bytes, also where it was not kept; 0 once its payload was deleted.';
comment on column call_events.body_shape is 'How the body was read: json, form, json-in-form, params, or query.';
comment on column call_events.http_status is 'The HTTP status that the sender received.';
comment on column call_events.error is 'What was wrong, in words. Personal data of the lead.';
comment on column call_events.hint is 'What to do about the error. Personal data of the lead.';
comment on column call_events.problems is 'Fields that could not be read, and why. Personal data of the lead.';
comment on column call_events.processing_ms is 'Processing time in milliseconds.';
comment on column call_events.call_id is 'The call (calls.call_id).';
comment on column call_events.contact_id is 'The lead (contacts.id).';
comment on column call_events.agent_id is 'The agent (agents.id).';
comment on column call_events.apply_attempts is 'How often the worker or a person applied it again.';
comment on column call_events.last_apply_at is 'When it was last applied again.';
comment on column call_events.payload_erased_at is 'When its payload was deleted.';
comment on column call_events.payload_erased_by is 'Why its payload was deleted: retention or erasure.';
comment on column call_events.field_map_version is
  'The version of field_maps that it was last read with; null if there was none.';
comment on column call_events.part_of is 'The list that the call or lead came in (call_events.id). The list keeps the body as sent.';
comment on column call_events.part is 'Its place in that list, from 1.';
comment on column call_events.replay_of is 'The delivery that a person edited and sent again as this one (call_events.id).';

comment on column field_maps.endpoint is 'The webhook: lead or call. An echo is read as a call.';
comment on column field_maps.version is 'Counts from 1 for each webhook.';
comment on column field_maps.map is 'A list of {key, field} in order of precedence. A null field: the key is ignored.';
comment on column field_maps.note is 'Why it was changed, in the words of the administrator.';
comment on column field_maps.created_at is 'When it was saved.';
comment on column field_maps.created_by is 'Who saved it. Personal data of the user.';

comment on column digest_key.is_only is 'True: there is one row.';
comment on column digest_key.key is 'The key; not used where DIGEST_KEY is set.';

insert into schema_migrations (name) values ('003_column_comments.sql') on conflict do nothing;
commit;

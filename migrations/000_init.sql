-- The four main tables. 003_column_comments.sql says what each column means; docs/schema.md shows all of it.
-- Each file may run again, and the lock makes processes that start together take turns.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists schema_migrations (
  name text constraint schema_migrations_pkey primary key,
  applied_at timestamptz not null default now()
);
comment on table schema_migrations is 'The migration files that this database has run.';

create table if not exists agents (
  id bigint generated always as identity constraint agents_pkey primary key,
  agent_id text,
  name text,
  email text,
  is_test boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint agents_are_named check (agent_id is not null or name is not null)
);
comment on table agents is 'People and systems that take calls. Convoso sends an id, a name, or both.';

create or replace function phone_key(e164 text, number text) returns text
  language sql immutable parallel safe as $$ select coalesce($1, nullif(regexp_replace($2, '\D', '', 'g'), '')) $$;
comment on function phone_key is 'By what phones are compared: the E.164 number, or the digits of one that is not valid.';

create table if not exists contacts (
  id bigint generated always as identity constraint contacts_pkey primary key,
  lead_id text,
  match_key text,
  first_name text,
  last_name text,
  phone_number text,
  phone_e164 text,
  phone_key text generated always as (phone_key(phone_e164, phone_number)) stored,
  email text,
  address text,
  city text,
  state text,
  zip text,
  country text,
  campaign text,
  list_id text,
  status text,
  extra jsonb not null default '{}',
  looks_like_several boolean,
  is_test boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null default now(),
  last_event_id uuid not null,
  field_events jsonb,
  conversion text not null default 'new'
    constraint contacts_conversion check (conversion in ('new', 'contacted', 'converted', 'lost')),
  constraint contacts_are_identified check (lead_id is not null or match_key is not null)
);
comment on table contacts is 'Leads. A lead without a lead id is identified by its match key.';

create table if not exists calls (
  call_id text constraint calls_pkey primary key,
  lead_id text,
  contact_id bigint constraint calls_contact_fkey references contacts on delete set null,
  agent_id bigint constraint calls_agent_fkey references agents on delete set null,
  phone_number text,
  phone_e164 text,
  caller_id text,
  campaign text,
  campaign_id text,
  list_id text,
  queue text,
  disposition text,
  disposition_name text,
  direction text,
  term_reason text,
  agent_comment text,
  duration_seconds integer,
  started_at timestamptz,
  started_at_text text,
  ended_at timestamptz,
  ended_at_text text,
  occurred_at timestamptz not null,
  recording_url text,
  recording_source text,
  recording_found_at timestamptz,
  recording_verdict text,
  recording_fault text,
  recording_verdict_at timestamptz,
  extra jsonb not null default '{}',
  is_test boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null default now(),
  last_event_id uuid not null,
  field_events jsonb,
  provisional jsonb,
  recording_given_up boolean not null default false,
  constraint calls_duration_not_negative check (duration_seconds >= 0),
  constraint calls_recording_verdict check (
    recording_verdict in ('playable', 'failed') and (recording_verdict = 'failed') = (recording_fault is not null))
);
comment on table calls is 'Calls, each merged from all deliveries about it.';

create table if not exists call_events (
  id uuid constraint call_events_pkey primary key,
  endpoint text not null,
  kind text,
  outcome text not null,
  is_misrouted boolean not null default false,
  is_test boolean not null default false,
  received_at timestamptz not null,
  method text not null,
  query text,
  content_type text,
  headers jsonb not null,
  source_address text,
  body bytea,
  body_size integer not null,
  body_shape text,
  http_status smallint not null,
  error text,
  hint text,
  problems jsonb,
  processing_ms real,
  call_id text,
  contact_id bigint,
  agent_id bigint,
  apply_attempts smallint not null default 0,
  last_apply_at timestamptz,
  payload_erased_at timestamptz,
  payload_erased_by text,
  replay_of uuid,
  field_map_version integer,
  part_of uuid,
  part smallint,
  constraint call_events_endpoint check (endpoint in ('lead', 'call', 'echo', 'unknown')),
  constraint call_events_kind check (kind in ('lead', 'call')),
  constraint call_events_outcome
    check (outcome in ('processed', 'duplicate', 'invalid', 'refused', 'echoed', 'failed', 'split')),
  constraint call_events_part check ((part_of is null) = (part is null)),
  constraint call_events_payload_erased_by check (payload_erased_by in ('retention', 'erasure'))
);
comment on table call_events is
  'The ledger: every delivery as it was received, and its result. It has no foreign keys because it outlives the other rows.';

create table if not exists field_maps (
  endpoint text not null,
  version integer not null,
  map jsonb not null,
  note text,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint field_maps_pkey primary key (endpoint, version),
  constraint field_maps_endpoint check (endpoint in ('lead', 'call')),
  constraint field_maps_version check (version > 0),
  constraint field_maps_map check (jsonb_typeof(map) = 'array')
);
comment on table field_maps is 'What each key means, by webhook. The newest version is used; none is ever changed.';

create table if not exists digest_key (
  is_only boolean not null default true constraint digest_key_pkey primary key constraint digest_key_one_row check (is_only),
  key bytea not null
);
comment on table digest_key is
  'The random key of this installation. Digests of personal data are made with it, so that nobody recomputes one without it.';
-- Two random UUIDs hold 244 random bits, without an extension.
insert into digest_key (key)
values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'))
on conflict do nothing;

insert into schema_migrations (name) values ('000_init.sql') on conflict do nothing;
commit;

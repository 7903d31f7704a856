-- The tables. Safe to run twice, and while another process runs it: the lock makes them take turns.
begin;
set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('convoso-portal migrations')); end $$;

create table if not exists schema_migrations (
  name text constraint schema_migrations_pkey primary key,
  applied_at timestamptz not null default now()
);

-- People (and systems) who take calls. Convoso names them by id, by name, or both.
create table if not exists agents (
  id bigint generated always as identity constraint agents_pkey primary key,
  agent_id text,                            -- Convoso's id, as text; null while only a name is known
  name text,
  email text,
  is_test boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint agents_are_named check (agent_id is not null or name is not null)
);

-- Leads. One without a lead id is known by its phone, its e-mail, or a digest of what it said (match_key).
create table if not exists contacts (
  id bigint generated always as identity constraint contacts_pkey primary key,
  lead_id text,
  match_key text,
  first_name text,
  last_name text,
  phone_number text,                        -- as sent
  phone_e164 text,                          -- as the phone library reads it; null where it is no valid number
  phone_key text generated always as (coalesce(phone_e164, nullif(regexp_replace(phone_number, '\D', '', 'g'), ''))) stored,
  email text,
  address text,
  city text,
  state text,
  zip text,
  country text,
  campaign text,
  list_id text,
  status text,
  extra jsonb not null default '{}',        -- keys that we have no column for
  is_test boolean not null default false,
  created_at timestamptz not null,          -- when the first delivery about it was received
  updated_at timestamptz not null default now(),
  last_event_id uuid not null,              -- the newest delivery that was merged
  field_events jsonb,                       -- field → delivery, for the fields that an older delivery set
  constraint contacts_are_identified check (lead_id is not null or match_key is not null)
);

create table if not exists calls (
  call_id text constraint calls_pkey primary key,   -- Convoso's call_log_id, or 'derived:…' where it sent none
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
  disposition text,                         -- the code, such as SALE or HU
  disposition_name text,
  direction text,                           -- inbound, outbound, manual, 3way; another word as it was sent
  term_reason text,
  agent_comment text,
  duration_seconds integer,
  started_at timestamptz,
  started_at_text text,                     -- as sent: Convoso's times carry no zone
  ended_at timestamptz,
  ended_at_text text,
  occurred_at timestamptz not null,         -- started_at, else ended_at, else first received: what lists sort by
  recording_url text,
  recording_source text,                    -- webhook or fetcher
  recording_found_at timestamptz,
  extra jsonb not null default '{}',
  is_test boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null default now(),
  last_event_id uuid not null,
  field_events jsonb,
  constraint calls_duration_not_negative check (duration_seconds >= 0)
);

-- The ledger: every delivery, as it came, and what became of it. It outlives the rows that it names, so no foreign keys.
create table if not exists call_events (
  id uuid constraint call_events_pkey primary key,  -- version 7: sorts by time of receipt
  endpoint text not null,                   -- lead, call, echo: where it was sent
  kind text,                                -- lead, call: what it turned out to be
  outcome text not null,
  is_misrouted boolean not null default false,
  is_test boolean not null default false,
  received_at timestamptz not null,
  method text not null,
  query text,                               -- without the secret
  content_type text,
  headers jsonb not null,                   -- without secrets
  source_address text,
  body bytea,                               -- null where it was refused or too large
  body_size integer not null,
  body_sha256 bytea,
  body_shape text,                          -- json, form, json-in-form, params, query
  http_status smallint not null,
  error text,                               -- what was wrong
  hint text,                                -- what to do about it
  problems jsonb,                           -- fields that could not be read, and why
  processing_ms real,
  call_id text,                             -- the rows that it touched
  contact_id bigint,
  agent_id bigint,
  constraint call_events_endpoint check (endpoint in ('lead', 'call', 'echo')),
  constraint call_events_kind check (kind in ('lead', 'call')),
  constraint call_events_outcome check (outcome in ('processed', 'duplicate', 'invalid', 'refused', 'echoed', 'failed'))
);

-- Who may enter the portal. Only digests of tokens are stored.
create table if not exists admin_sessions (
  token_sha256 bytea constraint admin_sessions_pkey primary key,
  actor text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  source_address text,
  user_agent text
);

create table if not exists sign_in_links (
  token_sha256 bytea constraint sign_in_links_pkey primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Who did what in the portal.
create table if not exists audit_log (
  id bigint generated always as identity constraint audit_log_pkey primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  target text,
  details jsonb not null default '{}',
  source_address text
);

insert into schema_migrations (name) values ('000_init.sql') on conflict do nothing;
commit;

/** Tables of a contender under `prefix`: what a call says, and who took it, for whom. The portal keeps more. */
export function tablesOf(prefix: string): string {
  return `
    create table if not exists ${prefix}_events (id bigint generated always as identity primary key, kind text not null,
      payload jsonb not null, received_at timestamptz not null default now());
    create index if not exists ${prefix}_events_received_idx on ${prefix}_events (received_at);
    create table if not exists ${prefix}_agents (agent_id text primary key, name text);
    create table if not exists ${prefix}_contacts (lead_id text primary key, phone_number text, campaign text);
    create table if not exists ${prefix}_calls (call_id text primary key, agent_id text references ${prefix}_agents,
      lead_id text references ${prefix}_contacts, phone_number text, campaign text, disposition text, direction text,
      duration integer, started_at timestamptz, ended_at timestamptz);
    create index if not exists ${prefix}_calls_started_idx on ${prefix}_calls (started_at);`;
}

/** The values of `storeCall` in their order, before the last, which is the body. */
export const CALL_FIELDS = [
  ...["agent_id", "agent_name", "call_id", "lead_id", "phone_number", "campaign"],
  ...["disposition", "direction", "duration", "started_at", "ended_at"],
];

/**
 * One statement that stores a call: event, agent, contact, call. A known agent costs it no write, and as Convoso's own ids
 * are the keys, no part waits for the id that another one gives.
 * @param job what comes last: it queues the job of the call $3, if any, and returns the event's id
 */
export function storeCall(prefix: string, job = "select id from event"): string {
  return `
    with event as (
      insert into ${prefix}_events (kind, payload) values ('call', $12::jsonb) returning id
    ), agent as (
      insert into ${prefix}_agents (agent_id, name) values ($1, $2) on conflict (agent_id) do nothing
    ), contact as (
      insert into ${prefix}_contacts (lead_id, phone_number, campaign) values ($4, $5, $6)
      on conflict (lead_id) do update set phone_number = excluded.phone_number, campaign = excluded.campaign
    ), call as (
      insert into ${prefix}_calls
        (call_id, agent_id, lead_id, phone_number, campaign, disposition, direction, duration, started_at, ended_at)
      values ($3, $1, $4, $5, $6, $7, $8, $9::integer, $10::timestamptz, $11::timestamptz)
      on conflict (call_id) do update set disposition = excluded.disposition, duration = excluded.duration,
        ended_at = excluded.ended_at
    )
    ${job}`;
}

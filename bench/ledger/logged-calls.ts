import type pg from "pg";

/** The calls of a log: one every `stepMs` from `first` on, as bench/contenders/hourly-log.ts gives them. */
export type LoggedCalls = { first: number; stepMs: number; count: number };

const AT_ONCE = 100_000;

/** Puts the same calls into the portal's tables. */
export async function addLoggedCalls(client: pg.Client, { first, stepMs, count }: LoggedCalls): Promise<void> {
  await client.query(
    "insert into agents (agent_id, name) select (1000 + n)::text, 'Agent ' || n from generate_series(0, 199) as n",
  );
  for (let from = 0; from < count; from += AT_ONCE) {
    await client.query(
      `insert into calls (call_id, agent_id, lead_id, phone_number, campaign, campaign_id, disposition, disposition_name,
        direction, duration_seconds, started_at, occurred_at, recording_url, recording_source, created_at, last_event_id)
      select (2000000000 + n)::text, agents.id, (2000000000 + n)::text, '2135550100', 'Campaign ' || n % 20, (n % 20)::text,
        'SALE', 'Sale', 'outbound', 120, at, at,
        'https://recordings.example.com/play-recording-public/' || (2000000000 + n), 'webhook', at, gen_random_uuid()
      from generate_series($1::bigint, $2::bigint) as n
      cross join lateral (select to_timestamp($3::float8 / 1000 + n * $4::float8 / 1000) as at) as moment
      join agents on agents.agent_id = (1000 + n % 200)::text`,
      [from, Math.min(count, from + AT_ONCE) - 1, first, stepMs],
    );
  }
  await client.query("vacuum analyze calls, agents");
}

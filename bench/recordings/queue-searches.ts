import type pg from "pg";

/** Calls of one drain have other ids than those before. The first was at `at`, the others `step` milliseconds apart. */
export type Batch = { from: number; count: number; at: number; step: number };

/** Leads, agents and calls without a recording, as deliveries leave them. */
export async function addCalls(client: pg.Client, { from, count, at, step }: Batch): Promise<void> {
  await client.query(`insert into agents (agent_id, name) select n::text, 'Agent ' || n from generate_series(1, 200) as n
    on conflict do nothing`);
  await client.query(
    `with lead as (
      insert into contacts (lead_id, first_name, phone_e164, created_at, last_event_id)
      select n::text, 'Ann', '+1' || 2130000000 + n, now(), gen_random_uuid()
      from generate_series($1::bigint, $2::bigint) as n
      returning id, lead_id
    )
    insert into calls (call_id, lead_id, contact_id, agent_id, phone_e164, campaign, disposition, direction, duration_seconds,
      started_at, occurred_at, created_at, last_event_id)
    select lead_id, lead_id, id, (select min(id) from agents) + id % 200, '+12135550100', 'Campaign ' || id % 20, 'SALE', 'outbound', 120,
      at, at, now(), gen_random_uuid()
    from lead
    cross join lateral (select to_timestamp($3::float8 / 1000 + (lead_id::bigint - $1) * $4::float8 / 1000) as at) as moment`,
    [from, from + count - 1, at, step],
  );
}

/** The searches for their recordings, `spreadSeconds` from the first to the last, and the jobs of that. */
export async function queueSearches(client: pg.Client, { from, count }: Batch, spreadSeconds = 0): Promise<void> {
  const due = "now() + make_interval(secs => $3::float8 * (n - $1) / ($2 - $1 + 1))";
  const values = [from, from + count - 1, spreadSeconds];
  await client.query("begin");
  await client.query(
    `insert into pending_recordings (call_id, next_try_at)
    select n::text, ${due} from generate_series($1::bigint, $2::bigint) as n`,
    values,
  );
  await queueJobs(client, "fetch_recording", { from, count }, spreadSeconds);
  await client.query("commit");
}

/** A job of `task` for each. */
export async function queueJobs(
  client: pg.Client,
  task: string,
  { from, count }: Pick<Batch, "from" | "count">,
  spreadSeconds = 0,
): Promise<void> {
  await client.query(
    `select count(*) from (
      select array_agg(row($4::text, json_build_object('callId', n::text), null,
        now() + make_interval(secs => $3::float8 * (n - $1) / ($2 - $1 + 1)), null, $4 || ':' || n, null, null
      )::graphile_worker.job_spec) as specs
      from generate_series($1::bigint, $2::bigint) as n
    ) as jobs cross join lateral graphile_worker.add_jobs(specs)`,
    [from, from + count - 1, spreadSeconds, task],
  );
}

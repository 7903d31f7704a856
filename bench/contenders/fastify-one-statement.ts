// The contender: the fastest that we found to write by hand. Fastify and postgres.js, and for each delivery one prepared
// statement in one round trip: event, agent, contact, call, queued job. JOBS=row writes the job into graphile-worker's
// table, as that would; otherwise its `add_job` does, which notifies the workers, so that commits wait for each other.
//
// Tried and slower, or no faster: node-postgres with 2 to 40 connections, and in its pipeline mode; postgres.js with 10 or
// 28; no foreign keys; the agent by Convoso's id; looking for the agent before inserting it.
import Fastify from "fastify";
import postgres from "postgres";
import { CALL_FIELDS, storeCall, tablesOf } from "./tables.ts";

const isRow = process.env.JOBS === "row";
const prefix = isRow ? "by_row" : "by_add_job";
const sql = postgres(process.env.DATABASE_URL as string, { max: 20, onnotice: () => {} });

const job = `'contender', json_build_object('callId', $3::text), run_at := now() + interval '2 minutes', job_key := '${prefix}:' || $3`;
const jobs = isRow
  ? `insert into graphile_worker._private_jobs (task_id, payload, run_at, key)
    select id, json_build_object('callId', $3::text), now() + interval '2 minutes', '${prefix}:' || $3
    from graphile_worker._private_tasks where identifier = 'contender'
    on conflict (key) do nothing
    returning (select id from event)`
  : `select event.id from event, graphile_worker.add_job(${job})`;
const statement = storeCall(prefix, jobs);

const app = Fastify();

app.post("/api/webhooks/convoso", async (request) => {
  const call = request.body as Record<(typeof CALL_FIELDS)[number], string | number>;
  const values = [...CALL_FIELDS.map((field) => call[field] ?? null), JSON.stringify(call)];
  const [event] = await sql.unsafe(statement, values, { prepare: true });
  return { success: true, ok: true, event_id: event?.id, call_id: call.call_id };
});

app.post("/echo", async (request) => request.body);

await sql.unsafe(tablesOf(prefix));
await sql.unsafe("select graphile_worker.add_job('contender', '{}')"); // so that there is the task
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
process.send?.({ listening: true });

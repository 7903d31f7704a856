// The contender: what a careful engineer writes by hand without a framework around it. Fastify and node-postgres, one
// transaction a delivery: event, agent, call, queued job. One statement at a time, prepared by name.
import Fastify from "fastify";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = Fastify();

type Call = {
  call_id: string;
  agent_id: string;
  agent_name: string;
  phone_number: string;
  campaign: string;
  disposition: string;
  duration: number;
  started_at: string;
};

app.post("/api/webhooks/convoso", async (request) => {
  const call = request.body as Call;
  const client = await pool.connect();
  try {
    await client.query("begin");
    const event = await client.query({
      name: "event",
      text: "insert into contender_events (kind, payload) values ('call', $1) returning id",
      values: [JSON.stringify(call)],
    });
    const agent = await client.query({
      name: "agent",
      text: `insert into contender_agents (agent_id, name) values ($1, $2)
        on conflict (agent_id) do update set name = excluded.name returning id`,
      values: [call.agent_id, call.agent_name],
    });
    await client.query({
      name: "call",
      text: `insert into contender_calls (call_id, agent_id, phone_number, campaign, disposition, duration, started_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (call_id) do update set disposition = excluded.disposition, duration = excluded.duration`,
      values: [
        call.call_id,
        agent.rows[0].id,
        call.phone_number,
        call.campaign,
        call.disposition,
        call.duration,
        call.started_at,
      ],
    });
    await client.query({
      name: "job",
      text: `select graphile_worker.add_job('contender', json_build_object('callId', $1::text),
        run_at := now() + interval '2 minutes', job_key := 'contender:' || $1::text)`,
      values: [call.call_id],
    });
    await client.query("commit");
    return { success: true, ok: true, event_id: event.rows[0].id, call_id: call.call_id };
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
});

app.post("/echo", async (request) => request.body);

await pool.query(`
  create table if not exists contender_events (id bigint generated always as identity primary key, kind text not null,
    payload jsonb not null, received_at timestamptz not null default now());
  create index if not exists contender_events_received_idx on contender_events (received_at);
  create table if not exists contender_agents (id bigint generated always as identity primary key,
    agent_id text not null unique, name text);
  create table if not exists contender_calls (call_id text primary key, agent_id bigint references contender_agents,
    phone_number text, campaign text, disposition text, duration integer, started_at timestamptz);
  create index if not exists contender_calls_started_idx on contender_calls (started_at);`);
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
process.send?.({ listening: true });

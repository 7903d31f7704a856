// The contender: graphile-worker with the same options, and a task that does nothing but ask Convoso the same question.
import { run } from "graphile-worker";
import pg from "pg";
import { workerOptions } from "#tasks/worker-options.ts";

const query =
  "auth_token=t&include_recordings=1&start_time=2026-03-01+00%3A00%3A00&end_time=2026-03-03+00%3A00%3A00&limit=10";

await run({
  pgPool: new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 6 }),
  preset: { worker: workerOptions(0) },
  taskList: {
    bare_fetch: async (payload) => {
      const { callId } = payload as { callId: string };
      const response = await fetch(`${process.env.CONVOSO_API_URL}/log/retrieve?id=${callId}&${query}`);
      await response.json();
    },
  },
});
process.send?.({ running: true });

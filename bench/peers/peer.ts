import type { Contender } from "../start-contender.ts";

/** A running program that takes the calls of Convoso, and where its calls are in the database. */
export type Peer = Contender & {
  /** Where to send a call; null where it cannot do it. */
  paths: { withoutJob: string | null; withJob: string };
  table: string;
};

/** `prefix`: of its tables. `dataUrl`: the database with these. */
export type PeerOrder = { folder: string; prefix: string; dataUrl: string };

/** The values of a call as an expression in JavaScript; `body` is the expression of the body. */
export function valuesOf(body: string, fields: readonly string[]): string {
  return `[${fields.map((field) => `${body}.${field}`).join(", ")}, JSON.stringify(${body})]`;
}

/** The part that queues the job, as each of them would: by graphile-worker's own function. */
export function byAddJob(prefix: string): string {
  return `select event.id from event, graphile_worker.add_job('contender', json_build_object('callId', $3::text),
    run_at := now() + interval '2 minutes', job_key := '${prefix}:' || $3)`;
}

import pg from "pg";
import { addPerson, openAdminSession } from "./people.ts";
import type { Stack } from "./stack.ts";

export type Ids = Record<string, string>;

/** An address of the route table, with the ids of rows in place of `{…}`. */
export function fillPath(path: string, ids: Ids): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(ids[name] ?? ""));
}

/** Makes a row of each kind that has a page: a call with its recording, a lead, a delivery, a person, a replay, a fetch, a run of notes. */
export async function makeRows(stack: Stack): Promise<Ids> {
  const lead = stack.simulator.addLead();
  const call = stack.simulator.placeCall({ lead, lengthSeconds: 30, recordingDelaySeconds: 0 });
  await stack.simulator.deliver(lead);
  await stack.simulator.deliver(call, { withRecording: true });
  const admin = await openAdminSession(stack);
  await addPerson(stack, admin, `somebody@${call.id}.example.com`, "viewer");
  const db = new pg.Client(stack.databaseUrl);
  await db.connect();
  await db.query(
    `with replay as (
       insert into replays (created_by, filter, query, state, applied, changed)
       values ('Ann', '{"endpoint":"call"}', 'type=call', 'stopped', 1, 1) returning id
     )
     insert into replay_results select replay.id, call_events.id, 'changed' from replay, call_events where call_id = $1`,
    [call.id],
  );
  await db.query(
    `with made as (
       insert into recording_fetches (created_by, query, calls, state) values ('Ann', 'test=no', 1, 'stopped') returning id
     )
     insert into recording_fetch_calls select id, 1, $1, 'found' from made`,
    [call.id],
  );
  await db.query(`insert into note_runs (created_by, text, calls, state) values ('Ann', 'A note', 1, 'stopped')`);
  await db.query(
    `with made as (insert into holds (name, reason, created_by) values ('Case ' || gen_random_uuid(), 'A letter', 'Ann') returning id)
     insert into hold_calls select id, $1 from made`,
    [call.id],
  );
  await db.query(
    `insert into evidence_sets (created_by, reason, with_deliveries, state, ends_at)
     values ('Ann', 'Case 12', false, 'ended', now())`,
  );
  const { rows } = await db.query(
    `select (select id from call_events where call_id = $1 limit 1) as "eventId", $1 as "callId",
       (select contact_id from calls where call_id = $1) as "contactId", (select min(id) from users) as "userId",
       (select max(id) from replays) as "replayId",
       (select max(id) from recording_fetches) as "fetchId", (select max(id) from note_runs) as "noteRunId",
       (select max(id) from holds) as "holdId",
       (select max(id) from evidence_sets) as "setId",
       (select agent_id from calls where call_id = $1) as "agentId",
       (select campaign from calls where call_id = $1) as campaign`,
    [call.id],
  );
  await db.end();
  return rows[0];
}

import pg from "pg";
import { addPerson, openAdminSession } from "./people.ts";
import type { Stack } from "./stack.ts";

export type Ids = Record<string, string>;

/** An address of the route table, with the ids of rows in place of `{…}`. */
export function fillPath(path: string, ids: Ids): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(ids[name] ?? ""));
}

/** Makes a row of each kind that has a page: a call with its recording, a lead, a delivery, a person, a replay. */
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
  const { rows } = await db.query(
    `select (select id from call_events where call_id = $1 limit 1) as "eventId", $1 as "callId",
       (select contact_id from calls where call_id = $1) as "contactId", (select min(id) from users) as "userId",
       (select max(id) from replays) as "replayId",
       (select agent_id from calls where call_id = $1) as "agentId"`,
    [call.id],
  );
  await db.end();
  return rows[0];
}

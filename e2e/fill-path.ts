import pg from "pg";
import { addPerson, openAdminSession } from "./people.ts";
import type { Stack } from "./stack.ts";

export type Ids = Record<string, string>;

/** An address of the route table, with the ids of rows in place of `{…}`. */
export function fillPath(path: string, ids: Ids): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(ids[name] ?? ""));
}

/** Makes a row of each kind that has a page: a call with its recording, a lead, a delivery, a person. */
export async function makeRows(stack: Stack): Promise<Ids> {
  const lead = stack.simulator.addLead();
  const call = stack.simulator.placeCall({ lead, lengthSeconds: 30, recordingDelaySeconds: 0 });
  await stack.simulator.deliver(lead);
  await stack.simulator.deliver(call, { withRecording: true });
  const admin = await openAdminSession(stack);
  await addPerson(stack, admin, `somebody@${call.id}.example.com`, "viewer");
  const db = new pg.Client(stack.databaseUrl);
  await db.connect();
  const { rows } = await db.query(
    `select (select id from call_events where call_id = $1 limit 1) as "eventId", $1 as "callId",
       (select contact_id from calls where call_id = $1) as "contactId", (select min(id) from users) as "userId",
       (select agent_id from calls where call_id = $1) as "agentId"`,
    [call.id],
  );
  await db.end();
  return rows[0];
}

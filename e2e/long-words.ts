import pg from "pg";
import { type Ids, makeRows } from "./fill-path.ts";
import type { Stack } from "./stack.ts";

/** A text without a space, as long as the portal takes it. */
const word = (letters: number) => "Wmngo".repeat(letters / 5);

/** What people write in the portal, by table and column, with its longest length. */
const WRITTEN: Record<string, Record<string, number>> = {
  notes: { text: 2000, author: 200 },
  note_runs: { text: 2000, created_by: 200, query: 500 },
  holds: { name: 100, reason: 500, created_by: 200 },
  evidence_sets: { reason: 500, created_by: 200, query: 500 },
  saved_views: { name: 80, owner: 200 },
  retention_rules: { name: 100, campaign: 100, disposition: 60 },
  recording_fetches: { created_by: 200, query: 500 },
  replays: { created_by: 200, query: 500 },
  dispositions: { name: 100, updated_by: 200 },
  field_maps: { note: 300, created_by: 200 },
  users: { name: 200 },
  convoso_names: { name: 300 },
  call_events: { error: 500, content_type: 200 },
};

/** Makes the rows of {@link makeRows}, with one long word in every free text. @returns the ids of those with long words */
export async function makeLongRows(stack: Stack): Promise<Ids> {
  const ids = await makeRows(stack);
  const post = (path: string, body: object) =>
    fetch(`${stack.portalUrl}/api/webhooks/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const of = { lead_id: "long", phone_number: "2135550171" };
  const lead = { ...of, first_name: word(100), last_name: word(100), email: `${word(60)}@example.com` };
  await post("convoso-leads", { ...lead, address1: word(300), city: word(100), source: word(100), shoe: word(1000) });
  const call = { ...of, call_id: "long", agent_name: word(300), campaign: word(300), status: word(60), duration: 90 };
  const said = { agent_comment: word(2000), queue: word(300), term_reason: word(100), list_id: word(50) };
  await post("convoso", { ...call, ...said, status_name: word(100), hat: word(1000), [word(100)]: "key" });
  const db = new pg.Client(stack.databaseUrl);
  await db.connect();
  await db.query("insert into notes (call_id, text, author) values ('long', 'x', 'x')");
  await db.query(
    "insert into notes (contact_id, text, author) select id, 'x', 'x' from contacts where lead_id = 'long'",
  );
  await db.query("insert into saved_views (list, name, query, owner) values ('calls', 'x', 'test=no', 'x')");
  await db.query("insert into dispositions (code, name, stage) values ($1, 'x', 'lost')", [word(60).toUpperCase()]);
  await db.query(
    `insert into audit_log (actor, action, target, details)
     values ($1, 'export calls', $2, jsonb_build_object('reason', $3::text))`,
    [word(200), `campaign=${word(300)}`, word(500)],
  );
  for (const [table, columns] of Object.entries(WRITTEN)) {
    const values = Object.entries(columns).map(([column, letters]) => `${column} = '${word(letters)}'`);
    await db.query(`update ${table} set ${values.join(", ")}`);
  }
  const { rows } = await db.query(
    `select call_id as "callId", contact_id as "contactId", agent_id as "agentId", campaign,
       (select id from call_events where call_id = 'long' limit 1) as "eventId"
     from calls where call_id = 'long'`,
  );
  await db.end();
  return { ...ids, ...rows[0] };
}

import pg from "pg";
import type { Past } from "#test/convoso-simulator/life.ts";

/** The id that the portal gives a delivery begins with the time at which it came. */
function idOf(eventId: string, at: number): string {
  const time = at.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}${eventId.slice(13)}`;
}

/**
 * Gives deliveries that came in all at once the times at which they would have come, and what they made the time of its
 * first. The database's own triggers keep the figures in line. For pictures: no portal does this.
 */
export async function moveIntoThePast(databaseUrl: string, past: readonly Past[]): Promise<void> {
  const db = new pg.Client(databaseUrl);
  await db.connect();
  await db.query("begin");
  await db.query("create temporary table past (id uuid primary key, new_id uuid, at timestamptz) on commit drop");
  await db.query("insert into past select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[])", [
    past.map(({ eventId }) => eventId),
    past.map(({ eventId, at }) => idOf(eventId, at)),
    past.map(({ at }) => new Date(at)),
  ]);
  await db.query("update call_event_problems set event_id = new_id from past where past.id = event_id");
  await db.query("update call_events set id = new_id, received_at = at from past where past.id = call_events.id");
  for (const [table, key, id] of [
    ["contacts", "id", "contact_id"],
    ["calls", "call_id", "call_id"],
    ["pending_recordings", "call_id", "call_id"],
  ] as const) {
    await db.query(
      `update ${table} set created_at = first.at, updated_at = first.last_at
       from (select ${id}, min(received_at) as at, max(received_at) as last_at from call_events group by ${id}) as first
       where first.${id} = ${table}.${key}`,
    );
  }
  await db.query(`
    update calls set recording_found_at =
      created_at + case recording_source when 'webhook' then interval '0' else interval '2 minutes' end
    where recording_found_at is not null`);
  for (const table of ["contacts", "calls"]) {
    await db.query(`update ${table} set last_event_id = new_id from past where past.id = last_event_id`);
    await db.query(
      `update ${table} set field_events =
         (select jsonb_object_agg(key, coalesce(new_id, value::uuid))
          from jsonb_each_text(field_events) left join past on id = value::uuid)
       where field_events is not null`,
    );
  }
  await db.query("commit");
  await db.end();
}

import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { Hour } from "#app/db/ledger/window-queue.server.ts";

/** A call that came without an id, and by what it may be told that Convoso's log has it. */
const CallWithoutId = z.object({
  callId: z.string(),
  leadId: z.string().nullable(),
  phone: z.string().nullable(),
  seconds: z.number().nullable(),
});
export type CallWithoutId = z.infer<typeof CallWithoutId>;

/** One of our calls without an id, and the call of Convoso's log that it was taken for. */
export type Pair = { ourCallId: string; callId: string };

/**
 * Our calls without an id of Convoso's that started, or were received, in an hour or a few hours after it. Test data is left
 * out, and so is what was taken for a call of another hour.
 * @param callIds the calls that Convoso has in this hour
 */
export function listCallsWithoutId(
  db: Database,
  { startsAt, endsAt }: Hour,
  callIds: readonly string[],
): Promise<readonly CallWithoutId[]> {
  return db.any(sql.type(CallWithoutId)`
    select calls.call_id as "callId", lead_id as "leadId", phone_key(phone_e164, phone_number) as phone,
      duration_seconds as seconds
    from calls
    left join ledger_pairs on ledger_pairs.our_call_id = calls.call_id
    where occurred_at >= ${startsAt.toISOString()}::timestamptz
      and occurred_at < ${endsAt.toISOString()}::timestamptz + case when started_at is null then interval '6 hours' else '0' end
      and occurred_at < ${endsAt.toISOString()}::timestamptz + interval '6 hours'
      and calls.call_id like 'derived:%' and not is_test
      and (ledger_pairs.call_id is null or ledger_pairs.call_id = any(${sql.array([...callIds], "text")}))
    order by ledger_pairs.call_id nulls last, calls.occurred_at, calls.call_id`);
}

/** Notes for which calls ours were taken, so that each covers one only. */
export async function savePairs(db: Database, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await db.query(sql.unsafe`
    insert into ledger_pairs as kept (our_call_id, call_id)
    select "ourCallId", "callId"
    from json_to_recordset(${JSON.stringify(pairs)}::json) as pair ("ourCallId" text, "callId" text)
    where exists (select from calls where calls.call_id = "ourCallId")
    on conflict (our_call_id) do update set call_id = excluded.call_id where kept.call_id <> excluded.call_id`);
}

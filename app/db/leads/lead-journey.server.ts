import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { pastCursor, timeCursor } from "#app/db/lists/time-cursor.server.ts";
import { idAt } from "#app/lib/event-id.server.ts";

/** A step of a lead's journey, to be looked up by `key`: the id of a delivery, a call or a note. */
const Step = z.object({
  kind: z.enum(["delivery", "call", "note"]),
  key: z.string(),
  at: z.date(),
  cursor: z.string(),
});
export type Step = z.infer<typeof Step>;

export type JourneyOrder = "newest" | "oldest";

/** Deliveries that do not name the lead themselves are looked for by its latest calls, so many of them. */
const CALLS_LOOKED_AT = 1_000;

const byTime = { time: sql.fragment`at`, key: sql.fragment`kind || ':' || key`, type: "text" } as const;

/** When a delivery was received, by its id, to the millisecond: so that the order of ids is the order of times. */
const receivedAt = sql.fragment`
  timestamptz 'epoch' + ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint * interval '1 millisecond'`;

/**
 * Deliveries about a lead, its calls, and notes on them, as one line of time. Each kind is read from its own index and no further than a
 * page needs, however long the journey is.
 * @param past the cursor of the last step that was seen, to go on in the same order
 */
export async function listJourney(
  db: Database,
  contactId: number,
  order: JourneyOrder,
  past?: string,
  size = 50,
): Promise<{ steps: Step[]; next: string | null }> {
  const direction = order === "oldest" ? sql.fragment`asc` : sql.fragment`desc`;
  const { calls, events, steps: isPast } = boundsOf(order, past);
  const deliveries = (isAbout: FragmentSqlToken) => sql.fragment`
    select 'delivery' as kind, id::text as key, ${receivedAt} as at
    from call_events
    where ${isAbout} and ${events}
    order by id ${direction}`;
  const page = sql.fragment`order by at ${direction}, key ${direction} limit ${size + 1}`;
  const found = await db.any(sql.type(Step)`
    with calls_of_lead as (
      select call_id from calls where contact_id = ${contactId} order by occurred_at desc, call_id desc limit ${CALLS_LOOKED_AT}
    )
    select kind, key, at, ${timeCursor(byTime)} as cursor
    from (
      (select * from (
        select 'call' as kind, call_id as key, occurred_at as at
        from calls
        where contact_id = ${contactId} and ${calls}
        order by occurred_at ${direction}, call_id ${direction}
      ) as step where ${isPast} ${page})
      union all
      (select * from (${deliveries(sql.fragment`contact_id = ${contactId}`)}) as step where ${isPast} ${page})
      union all
      (select * from (
        ${deliveries(sql.fragment`contact_id is null and call_id in (select call_id from calls_of_lead)`)}
      ) as step where ${isPast} ${page})
      union all
      (select * from (
        select 'note' as kind, id::text as key, created_at as at
        from notes
        where contact_id = ${contactId} or call_id in (select call_id from calls_of_lead)
      ) as step where ${isPast} ${page})
    ) as step
    order by at ${direction}, ${byTime.key} ${direction}
    limit ${size + 1}`);
  const steps = found.slice(0, size);
  return { steps, next: found.length > size ? (steps.at(-1)?.cursor ?? null) : null };
}

/** Where to go on: exactly for the steps, and in what the indexes of calls and deliveries hold. */
function boundsOf(order: JourneyOrder, past: string | undefined) {
  if (past === undefined) return { calls: sql.fragment`true`, events: sql.fragment`true`, steps: sql.fragment`true` };
  const isUpwards = order === "oldest";
  const moment = past.split("~")[0] ?? "";
  const at = new Date(moment);
  return {
    calls: isUpwards
      ? sql.fragment`occurred_at >= ${moment}::timestamptz`
      : sql.fragment`occurred_at <= ${moment}::timestamptz`,
    events: isUpwards
      ? sql.fragment`id >= ${idAt(at)}::uuid`
      : sql.fragment`id < ${idAt(new Date(at.getTime() + 1))}::uuid`,
    steps: pastCursor(byTime, isUpwards ? { after: past } : { before: past }) ?? sql.fragment`true`,
  };
}

/** A call at which something happened for the first time. */
const Milestone = z.object({ call_id: z.string(), at: z.date(), agent_id: z.number().nullable(), nth: z.number() });
export type Milestone = z.infer<typeof Milestone>;

/** Which moment of a lead's calls is looked for: the first of all, the first that reached somebody, the first sale. */
const conditions = {
  call: sql.fragment`true`,
  contact: sql.fragment`calls.disposition is not null and dispositions.stage is distinct from 'not_contacted'`,
  sale: sql.fragment`dispositions.stage = 'converted'`,
};

/** The first such call of a lead, and how many calls it took; null where there was none. */
export function findMilestone(
  db: Database,
  contactId: number,
  what: keyof typeof conditions,
): Promise<Milestone | null> {
  return db.maybeOne(sql.type(Milestone)`
    select first.call_id, first.occurred_at as at, first.agent_id,
      (select count(*) from calls
        where contact_id = ${contactId} and (occurred_at, call_id) <= (first.occurred_at, first.call_id)) as nth
    from (
      select calls.call_id, calls.occurred_at, calls.agent_id
      from calls
      left join dispositions on dispositions.code = upper(calls.disposition)
      where calls.contact_id = ${contactId} and ${conditions[what]}
      order by calls.occurred_at, calls.call_id
      limit 1
    ) as first`);
}

const TalkTime = z.object({ seconds: z.number() });

/** How long the lead was talked with, over all calls, in seconds. */
export function sumTalkTime(db: Database, contactId: number): Promise<number> {
  return db.oneFirst(sql.type(TalkTime)`
    select coalesce(sum(duration_seconds), 0)::bigint as seconds from calls where contact_id = ${contactId}`);
}

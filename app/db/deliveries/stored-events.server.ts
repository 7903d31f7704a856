import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { DESTINATIONS } from "#app/lib/endpoints.ts";
import { idAt } from "#app/lib/event-id.server.ts";
import { OUTCOMES } from "#app/lib/outcomes.ts";

// Deliveries as they were stored, to be read once more.

/** A delivery and its outcome, with the body from which it can be read again. */
export const StoredEvent = z.object({
  id: z.uuid(),
  endpoint: z.enum(DESTINATIONS),
  outcome: z.enum(OUTCOMES),
  is_test: z.boolean(),
  received_at: z.date(),
  method: z.string(),
  query: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  source_address: z.string().nullable(),
  body: z.instanceof(Uint8Array),
  body_size: z.number(),
  call_id: z.string().nullable(),
  contact_id: z.number().nullable(),
  agent_id: z.number().nullable(),
  part_of: z.uuid().nullable(),
  part: z.number().nullable(),
  field_map_version: z.number().nullable(),
});
export type StoredEvent = z.infer<typeof StoredEvent>;

/** The columns of a {@link StoredEvent}. */
export const storedColumns = sql.fragment`
  id, endpoint, outcome, is_test, received_at, method, query, headers, source_address, body, body_size, call_id,
  contact_id, agent_id, part_of, part, field_map_version`;

/** The deliveries among these that can be applied once more, oldest first, locked until the transaction ends. */
export function listReplayable(db: Database, ids: readonly string[]): Promise<readonly StoredEvent[]> {
  return db.any(sql.type(StoredEvent)`
    select ${storedColumns}
    from call_events
    where id = any(${sql.array([...ids], "uuid")}) and body is not null and endpoint <> 'echo'
    order by id
    for update`);
}

/**
 * The latest deliveries to a webhook whose bodies are kept, newest first; fewer than `limit` where they are long.
 * @param within only real ones from one moment until just before another; `isFirst`: the first of them, oldest first
 */
export function listLatestStored(
  db: Database,
  endpoint: "lead" | "call",
  limit: number,
  within?: Within,
): Promise<readonly StoredEvent[]> {
  const order = within?.isFirst ? sql.fragment`id` : sql.fragment`id desc`;
  return db.any(sql.type(StoredEvent)`
    select ${storedColumns}
    from (
      select latest.*, sum(body_size) over (order by ${order}) - body_size as bytes_before
      from (
        select ${storedColumns}
        from call_events
        where endpoint = ${endpoint} and body is not null and outcome <> 'split' and ${isWithin(within)}
        order by ${order}
        limit ${limit}
      ) as latest
    ) as sized
    where bytes_before < ${MOST_BYTES_ABOUT}
    order by ${order}`);
}

type Within = { from?: Date; to?: Date; isFirst?: true };

function isWithin(within: Within | undefined): FragmentSqlToken {
  if (within === undefined) return sql.fragment`true`;
  const from = within.from ? sql.fragment`id >= ${idAt(within.from)}::uuid` : sql.fragment`true`;
  const to = within.to ? sql.fragment`id < ${idAt(within.to)}::uuid` : sql.fragment`true`;
  return sql.fragment`not is_test and ${from} and ${to}`;
}

const Id = z.object({ id: z.uuid() });

/** The first of these deliveries, in their order, whose bodies together have so many bytes; at least one. */
export async function listWithin(db: Database, ids: readonly string[], bytes: number): Promise<string[]> {
  const within = await db.anyFirst(sql.type(Id)`
    select id
    from (
      select id, sum(body_size) over (order by id) - body_size as bytes_before
      from call_events
      where id = any(${sql.array([...ids], "uuid")})
    ) as sized
    where bytes_before < ${bytes}
    order by id`);
  return [...within];
}

/** So many deliveries about one row, and so many bytes of them, are read at most: the latest. */
const MOST_ABOUT = 200;
const MOST_BYTES_ABOUT = 8 * 1024 * 1024;

const Applied = StoredEvent.extend({ body: z.instanceof(Uint8Array).nullable(), found: z.number() });

/** What a delivery may be about: a call by Convoso's id, or a lead by ours. */
export type About = { callId: string } | { contactId: number };

/**
 * The deliveries about a row that were applied, up to and with `id`, in the order of receipt. `isWhole`: none is missing,
 * neither because there are too many nor because its body is gone.
 */
export async function listAppliedUpTo(
  db: Database,
  about: About,
  id: string,
): Promise<{ events: StoredEvent[]; isWhole: boolean }> {
  const found = await db.any(sql.type(Applied)`
    select ${storedColumns}, found
    from (
      select latest.*, count(*) over () as found, sum(body_size) over (order by id desc) - body_size as bytes_before
      from (
        select ${storedColumns}
        from call_events
        where ${isAbout(about)} and id <= ${id}::uuid and outcome in ('processed', 'duplicate')
        order by id desc
        limit ${MOST_ABOUT + 1}
      ) as latest
    ) as sized
    where bytes_before < ${MOST_BYTES_ABOUT}
    order by id`);
  const events = found.flatMap(({ body, found: _, ...event }) => (body === null ? [] : [{ ...event, body }]));
  const count = found[0]?.found ?? 0;
  return { events, isWhole: count <= MOST_ABOUT && events.length === count };
}

function isAbout(about: About): FragmentSqlToken {
  return "callId" in about ? sql.fragment`call_id = ${about.callId}` : sql.fragment`contact_id = ${about.contactId}`;
}

const Provenance = z.object({
  last_event_id: z.uuid(),
  field_events: z.record(z.string(), z.uuid()).nullable(),
  /** The link of the call's recording comes from no delivery. */
  is_fetched: z.boolean(),
});

/** Which deliveries a row's values come from as it is now; null where the row is gone. */
export function findProvenance(db: Database, about: About): Promise<z.infer<typeof Provenance> | null> {
  return "callId" in about
    ? db.maybeOne(sql.type(Provenance)`
        select last_event_id, field_events, recording_source is not distinct from 'fetcher' as is_fetched
        from calls where call_id = ${about.callId}`)
    : db.maybeOne(sql.type(Provenance)`
        select last_event_id, field_events, false as is_fetched from contacts where id = ${about.contactId}`);
}

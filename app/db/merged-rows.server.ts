import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";
import { toFields } from "#app/lib/column-names.ts";

// Rows that deliveries are merged into: the columns that every such table has, and the rest as fields.
const Provenance = z.object({
  extra: z.record(z.string(), z.unknown()),
  lastEventId: z.string(),
  fieldEvents: z.record(z.string(), z.string()).nullable(),
  isTest: z.boolean(),
  createdAt: z.date(),
});

const ContactRow = Provenance.extend({
  id: z.number(),
  leadId: z.string().nullable(),
  matchKey: z.string().nullable(),
  phoneKey: z.string().nullable(),
}).loose();
const CallRow = Provenance.extend({ callId: z.string(), occurredAt: z.date() }).loose();

/** A `contacts` row, keyed by field names; beside the keys named here it has all other columns. */
export type ContactRow = z.infer<typeof ContactRow>;
/** A `calls` row, keyed by field names; beside the keys named here it has all other columns. */
export type CallRow = z.infer<typeof CallRow>;

const asFields = <T>(schema: z.ZodType<T>) =>
  z.record(z.string(), z.unknown()).transform((row) => schema.parse(toFields(row)));
const ContactRowFromColumns = asFields(ContactRow);
const CallRowFromColumns = asFields(CallRow);

/**
 * The contacts that any of these ids, keys and phones may mean, locked until the transaction ends. Of the leads with one
 * phone two are enough to know that it fits several; a number that thousands share must not slow each delivery down.
 */
export async function listContactsToMerge(
  db: Database,
  wanted: { leadIds: string[]; matchKeys: string[]; phoneKeys: string[] },
): Promise<ContactRow[]> {
  const rows = await db.any(sql.type(ContactRowFromColumns)`
    select *
    from contacts
    where id in (
      select id from contacts where lead_id = any(${sql.array(wanted.leadIds, "text")})
      union all
      select id from contacts where match_key = any(${sql.array(wanted.matchKeys, "text")}) and lead_id is null
      union all
      select lead.id
      from unnest(${sql.array(wanted.phoneKeys, "text")}) as phone
      cross join lateral (
        select id from contacts where phone_key = phone and lead_id is not null limit 2
      ) as lead
    )
    order by id
    for update`);
  return [...rows];
}

/** The calls of these ids that exist, locked until the transaction ends. */
export async function listCallsToMerge(db: Database, callIds: readonly string[]): Promise<CallRow[]> {
  const rows = await db.any(sql.type(CallRowFromColumns)`
    select *
    from calls
    where call_id = any(${sql.array([...callIds], "text")})
    order by call_id
    for update`);
  return [...rows];
}

import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { fixedText, type Reader } from "#app/db/connection/statement.server.ts";
import { columnOf } from "#app/lib/column-names.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import type { FieldTable } from "#app/lib/fields/field.ts";

// Rows that deliveries are merged into. Columns are named one by one: a migration that adds one, while deliveries come in,
// would otherwise change what these prepared statements return, which PostgreSQL refuses.

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
  looksLikeSeveral: z.boolean().nullable(),
}).loose();
const CallRow = Provenance.extend({
  callId: z.string(),
  isSearched: z.boolean(),
  provisional: z.array(z.string()).nullable(),
}).loose();

/** A `contacts` row, keyed by field names; beside the keys named here it has those that deliveries set. */
export type ContactRow = z.infer<typeof ContactRow>;
/**
 * A `calls` row, keyed by field names; beside the keys named here it has those that deliveries set. `isSearched`: there is
 * a search for its recording, whatever its state.
 */
export type CallRow = z.infer<typeof CallRow>;

/** The columns of a table's fields, under our names for them. */
function asFields(table: FieldTable): FragmentSqlToken {
  const columns = Object.keys(table).map(
    (field) => sql.fragment`${sql.identifier([columnOf(field)])} as ${sql.identifier([field])}`,
  );
  return sql.fragment`${sql.join(columns, sql.fragment`, `)}`;
}

/**
 * The contacts that any of these ids, keys and phones may mean, locked until the transaction ends. Of the leads with one
 * phone two are enough to know that it fits several; a number that thousands share must not slow each delivery down.
 */
export async function listContactsToMerge(
  db: Reader,
  wanted: { leadIds: string[]; matchKeys: string[]; phoneKeys: string[] },
): Promise<readonly ContactRow[]> {
  if (wanted.leadIds.length + wanted.matchKeys.length === 0) return [];
  return db.any(contactsToMerge(wanted.leadIds, wanted.matchKeys, wanted.phoneKeys));
}

const contactsToMerge = fixedText(
  (leadIds: string[], matchKeys: string[], phoneKeys: string[]) => sql.type(ContactRow)`
    select
      ${asFields(CONTACT_FIELDS)}, id, match_key as "matchKey", phone_key as "phoneKey", extra, looks_like_several as "looksLikeSeveral", is_test as "isTest",
      created_at as "createdAt", last_event_id as "lastEventId", field_events as "fieldEvents"
    from contacts
    where id in (
      select id from contacts where lead_id = any(${sql.array(leadIds, "text")})
      union all
      select id from contacts where match_key = any(${sql.array(matchKeys, "text")}) and lead_id is null
      union all
      select lead.id
      from unnest(${sql.array(phoneKeys, "text")}) as phone
      cross join lateral (
        select id from contacts where phone_key = phone and lead_id is not null limit 2
      ) as lead
    )
    order by id
    for update`,
);

/** The calls of these ids that exist, locked until the transaction ends. */
export async function listCallsToMerge(db: Reader, callIds: readonly string[]): Promise<readonly CallRow[]> {
  return callIds.length === 0 ? [] : db.any(callsToMerge([...callIds]));
}

const callsToMerge = fixedText(
  (callIds: string[]) => sql.type(CallRow)`
    select
      ${asFields(CALL_FIELDS)}, call_id as "callId", recording_source as "recordingSource",
      recording_found_at as "recordingFoundAt", extra, is_test as "isTest", created_at as "createdAt",
      last_event_id as "lastEventId", field_events as "fieldEvents", provisional,
      exists (select from pending_recordings where pending_recordings.call_id = calls.call_id) as "isSearched"
    from calls
    where call_id = any(${sql.array(callIds, "text")})
    order by call_id
    for update of calls`,
);

const AgentRow = z.object({
  id: z.number(),
  agentId: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  isTest: z.boolean(),
});
/** An `agents` row that deliveries are merged into. */
export type AgentRow = z.infer<typeof AgentRow>;

/** The agents that any of these ids and names may mean. */
export function listAgentsToMerge(
  db: Reader,
  named: readonly { agentId: string | null; name: string | null }[],
): Promise<readonly AgentRow[]> {
  const ids = named.flatMap(({ agentId }) => agentId ?? []);
  const names = named.flatMap(({ name }) => name?.toLowerCase() ?? []);
  return db.any(agentsToMerge([...new Set(ids)], [...new Set(names)]));
}

const agentsToMerge = fixedText(
  (ids: string[], names: string[]) => sql.type(AgentRow)`
    select id, agent_id as "agentId", name, email, is_test as "isTest"
    from agents
    where agent_id = any(${sql.array(ids, "text")}) or lower(name) = any(${sql.array(names, "text")})`,
);

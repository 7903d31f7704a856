import { sql } from "slonik";
import { z } from "zod";
import { fixedText, type Reader } from "#app/db/statement.server.ts";

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
}).loose();
const CallRow = Provenance.extend({ callId: z.string(), isSearched: z.boolean() }).loose();

/** A `contacts` row, keyed by field names; beside the keys named here it has those that deliveries set. */
export type ContactRow = z.infer<typeof ContactRow>;
/**
 * A `calls` row, keyed by field names; beside the keys named here it has those that deliveries set. `isSearched`: there is
 * a search for its recording, whatever its state.
 */
export type CallRow = z.infer<typeof CallRow>;

/**
 * The contacts that any of these ids, keys and phones may mean, locked until the transaction ends. Of the leads with one
 * phone two are enough to know that it fits several; a number that thousands share must not slow each delivery down.
 */
export async function listContactsToMerge(
  db: Reader,
  wanted: { leadIds: string[]; matchKeys: string[]; phoneKeys: string[] },
): Promise<readonly ContactRow[]> {
  if (wanted.matchKeys.length === 0) return [];
  return db.any(contactsToMerge(wanted.leadIds, wanted.matchKeys, wanted.phoneKeys));
}

const contactsToMerge = fixedText(
  (leadIds: string[], matchKeys: string[], phoneKeys: string[]) => sql.type(ContactRow)`
    select
      id, lead_id as "leadId", match_key as "matchKey", first_name as "firstName", last_name as "lastName",
      phone_number as "phoneNumber", phone_e164 as "phoneE164", phone_key as "phoneKey", email, address, city, state, zip,
      country, campaign, list_id as "listId", status, extra, is_test as "isTest", created_at as "createdAt",
      last_event_id as "lastEventId", field_events as "fieldEvents"
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
      call_id as "callId", lead_id as "leadId", contact_id as "contactId", agent_id as "agentId",
      phone_number as "phoneNumber", phone_e164 as "phoneE164", caller_id as "callerId", campaign,
      campaign_id as "campaignId", list_id as "listId", queue, disposition, disposition_name as "dispositionName",
      direction, term_reason as "termReason", agent_comment as "agentComment", duration_seconds as "durationSeconds",
      started_at as "startedAt", started_at_text as "startedAtText", ended_at as "endedAt",
      ended_at_text as "endedAtText", recording_url as "recordingUrl", recording_source as "recordingSource",
      recording_found_at as "recordingFoundAt", extra, is_test as "isTest", created_at as "createdAt",
      last_event_id as "lastEventId", field_events as "fieldEvents",
      exists (select from pending_recordings where pending_recordings.call_id = calls.call_id) as "isSearched"
    from calls
    where call_id = any(${sql.array(callIds, "text")})
    order by call_id
    for update of calls`,
);

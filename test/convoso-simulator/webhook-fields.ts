import { toAccountTime } from "./account-time.ts";
import type { Call } from "./call-center.ts";
import type { Lead } from "./people.ts";

/**
 * The keys are the administrator's choice in Convoso. `adaptor`: the vendor's own field names, all of them text, times in
 * the account's zone. `guide`: the names of our integration guide, with numbers and UTC times.
 */
export type Naming = "adaptor" | "guide";

export type Fields = Record<string, string | number>;

/** One person writes a number like this, another like that; it stays the same for a lead. */
function phoneOf({ id, phone }: Lead): string {
  const styles = [phone, `1${phone}`, `(${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6)}`];
  return styles[Number(id.at(-1)) % styles.length] ?? phone;
}

/** What is sent about a lead. Convoso writes "0" for an owner that nobody is. */
export function leadFields(lead: Lead, naming: Naming, timeZone: string): Fields {
  const person = { lead_id: lead.id, first_name: lead.firstName, last_name: lead.lastName, email: lead.email };
  const phone_number = phoneOf(lead);
  if (naming === "guide") {
    const { address, city, state, postalCode: zip } = lead;
    return { ...person, phone_number, address, city, state, zip, campaign: lead.campaign.name };
  }
  return {
    ...person,
    phone_number,
    phone_code: "1",
    address1: lead.address,
    city: lead.city,
    state: lead.state,
    postal_code: lead.postalCode,
    date_of_birth: lead.dateOfBirth,
    list_id: lead.list.id,
    list_name: lead.list.name,
    status: "NEW",
    owner_id: "0",
    created_by: "666669",
    last_modified_by: "666669",
    created_at: toAccountTime(lead.createdAt, timeZone),
  };
}

/** What is sent about a call; `recordingUrl` is blank while Convoso has none to name. */
export function callFields(call: Call, naming: Naming, timeZone: string, recordingUrl: string): Fields {
  const { lead, agent, campaign, queue, disposition } = call;
  const phone_number = phoneOf(lead);
  if (naming === "guide") {
    return {
      call_id: call.id,
      lead_id: lead.id,
      agent_id: agent.id,
      agent_name: agent.name,
      phone_number,
      campaign: campaign.name,
      disposition: disposition.code,
      direction: call.type.toLowerCase(),
      duration: call.seconds,
      ...(recordingUrl && { recording_url: recordingUrl }),
      started_at: new Date(call.startedAt).toISOString(),
      ended_at: new Date(call.endedAt).toISOString(),
    };
  }
  return {
    call_log_id: call.id,
    lead_id: lead.id,
    first_name: lead.firstName,
    last_name: lead.lastName,
    list_id: lead.list.id,
    list_name: lead.list.name,
    user_id: agent.id,
    agent_full_name: agent.name,
    agent_email: agent.email,
    campaign_id: campaign.id,
    campaign_name: campaign.name,
    queue_id: queue?.id ?? "",
    queue_name: queue?.name ?? "",
    phone_number,
    status: disposition.code,
    status_name: disposition.name,
    length_in_sec: String(call.seconds),
    call_date: toAccountTime(call.startedAt, timeZone),
    agent_comment: call.comment,
    call_type: call.type,
    term_reason: disposition.termReason,
    recording: recordingUrl,
    caller_id: call.callerId,
  };
}

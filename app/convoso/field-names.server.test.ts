import assert from "node:assert/strict";
import { test } from "node:test";
import { nameField } from "#app/convoso/field-names.server.ts";

const name = (key: string) => nameField(key)?.field ?? null;

test("letter case, punctuation, blanks and accents make no difference", () => {
  for (const key of ["call_id", "CallID", "callId", "Call ID", "CALL-ID", "callid", "Call ID:", "call/id", "Cáll Id"])
    assert.equal(name(key), "callId", key);
  for (const key of ["Zip/Postal Code", "Postal/Zip Code", "ZIP Code *"]) assert.equal(name(key), "zip", key);
  for (const key of ["Phone Number 1", "Phone #", "Phone No.", "Tel."]) assert.equal(name(key), "phoneNumber", key);
  assert.equal(name("Email 1"), "email");
  assert.equal(name("Agent ID"), "agentId");
});

test("every spelling seen in the field is known", () => {
  const seen = {
    callId: "call_log_id call_id convoso_call_id CallID uniqueid",
    leadId: "lead_id LeadID convoso_lead_id lead.id",
    phoneNumber:
      "phone_number phone customer_phone PhoneNumber phoneNumber lead_phone phone_number_call primary_phone lead.phone PhoneNumber1 mobile cell cell_phone mobileNumber home_phone work_phone telephone contact_number phone1 phones[0] contact.mobile",
    firstName: "first_name fname firstName FirstName given_name lead.first_name contact_first_name name.first",
    lastName: "last_name lname surname customer_last_name name.last",
    fullName: "full_name name contact_name fullName lead.name customer.full_name",
    email: "email e-mail E-Mail email_address email1 contact_email emails[0] lead.email email.address",
    country: "country",
    callerId: "caller_id",
    agentId: "UserID user_id agent_id user.id",
    agentName: "agent_full_name agent_name agent user user_name agent_user agent.name",
    agentEmail: "agent_email user_email agent.email",
    ownerId: "owner_id",
    ownerName: "owner_name",
    disposition: "disposition call_disposition",
    status: "status call.status",
    leadStatus: "lead.status contact.status",
    dispositionName: "status_name disposition_name",
    duration:
      "length_in_sec call_length duration duration_sec duration_seconds call_duration call_duration_seconds talk_time talk_seconds seconds call.length",
    recording: "recording recording_url call_recording RecordingURL public_url recording[0][public_url] recording.url",
    recordingLink: "src url file_name",
    startedAt: "call_date call_date_time start_time started_at call_start call_timestamp",
    endedAt: "end_time ended_at call_end",
    campaignName: "campaign campaign_name campaign.name",
    campaignId: "campaign_id campaign.id",
    listId: "list_id list_name source_name",
    queue: "queue queue_name queue_id queue.name",
    direction: "call_type direction call_direction call.type",
    zip: "zip postal_code lead.address.zip",
    address: "address address1",
    id: "id data.id",
    otherPhone: "alt_phone_1 alt_phone_2 altPhone phone_2 PhoneNumber3 secondary_phone other_phone_number",
  };
  for (const [field, keys] of Object.entries(seen)) {
    for (const key of keys.split(" ")) assert.equal(name(key), field, key);
  }
});

test("a key inside something that is no envelope is not guessed", () => {
  for (const key of [
    "agent.city",
    "geo.state",
    "event.id",
    "meta.duration",
    "",
    ".",
    "0",
    "__proto__",
    "agent.phone",
    "campaign.contact_name",
  ]) {
    assert.equal(name(key), null, key);
  }
});

/** A field of Convoso's adaptor, the section of the screen that it stands in, and the name to map it to. */
export type AdaptorField = { section: string; field: string; mappedTo: string };

const fields = (section: string, names: Record<string, string>): AdaptorField[] =>
  Object.entries(names).map(([field, mappedTo]) => ({ section, field, mappedTo }));

/**
 * What to map, under the names of the integration guide. Several fields exist in two sections: those of a call come from
 * Call Log Info. Sources: Convoso help centre, "Adaptors"; thornebridge/convoso-js, connect/adaptors.
 */
export const ADAPTOR_FIELDS: Record<"lead" | "call", AdaptorField[]> = {
  lead: fields("Lead Fields", {
    id: "lead_id",
    first_name: "first_name",
    last_name: "last_name",
    phone_number: "phone_number",
    email: "email",
    address1: "address",
    city: "city",
    state: "state",
    postal_code: "zip",
    country: "country",
    list_id: "list_id",
    status: "status",
  }),
  call: [
    ...fields("Call Log Info", {
      call_log_id: "call_log_id",
      lead_id: "lead_id",
      first_name: "first_name",
      last_name: "last_name",
      phone_number: "phone_number",
      user_id: "agent_id",
      campaign_id: "campaign_id",
      campaign_name: "campaign",
      list_id: "list_id",
      queue_name: "queue",
      status: "disposition",
      call_type: "direction",
      length_in_sec: "duration",
      call_date: "started_at",
      term_reason: "term_reason",
      agent_comment: "agent_comment",
      caller_id: "caller_id",
      recording: "recording_url",
    }),
    ...fields("Extra Fields", { agent_full_name: "agent_name", agent_email: "agent_email" }),
  ],
};

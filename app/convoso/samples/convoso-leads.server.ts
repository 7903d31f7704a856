import { jsonSample, textSample } from "#app/convoso/samples/sample.server.ts";

/** Lead payloads as real accounts sent them, with invented people. */
export const convosoLeadSamples = [
  textSample(
    {
      name: "lead-zero-ids",
      title: "Lead with ids of 0",
      description: "“0” means that there is none: the lead is known by its phone.",
      endpoint: "lead",
      expect: {
        contact: {
          ...{ leadId: null, phoneE164: "+12135550161", email: "ben@example.com", firstName: "Ben", listId: "7702" },
          extra: { created_by: "666669", last_modified_by: "55012" },
        },
      },
    },
    "lead_id=0&owner_id=0&phone_number=2135550161&email=ben%40example.com&first_name=Ben&last_name=Hall&created_by=666669&last_modified_by=55012&list_id=7702",
  ),
  jsonSample(
    {
      name: "lead-with-call-log-id",
      title: "Lead that names the call it came from",
      description: "A call id and a status beside lead fields do not make it a call.",
      endpoint: "lead",
      expect: {
        contact: {
          ...{ leadId: "88120602", firstName: "Cleo", state: "CA", address: "9 Elm Ave", zip: "90012", status: "NEW" },
          extra: { date_of_birth: "1980-02-29", age: "45", call_log_id: "9004200301" },
        },
      },
    },
    {
      first_name: "Cleo",
      last_name: "Park",
      phone_number: "2135550162",
      state: "CA",
      lead_id: "88120602",
      list_id: "7702",
      status: "NEW",
      email: "cleo@example.com",
      address1: "9 Elm Ave",
      city: "Los Angeles",
      postal_code: "90012",
      date_of_birth: "1980-02-29",
      age: "45",
      call_log_id: "9004200301",
    },
  ),
  jsonSample(
    {
      name: "lead-bare-id",
      title: "Lead with a bare id",
      description: "The adaptor's lead section calls the lead's id just `id`.",
      endpoint: "lead",
      expect: {
        contact: { leadId: "88120603", lastName: "Null", phoneE164: "+442079460123", country: "GB", extra: {} },
        agent: { agentId: "55014", name: "Olga Owner" },
      },
    },
    {
      id: 88120603,
      last_name: "Null",
      phone_number: "02079460123",
      phone_code: "44",
      country: "GB",
      owner_id: "55014",
      owner_name: "Olga Owner",
    },
  ),
];

import { ANN, type Cases, call, FORM, lead, SALE } from "./case.ts";

const CALL = { call_log_id: "9", status: "SALE" };
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");
const ANN_AND_MAIL = { ...ANN, email: "ann@example.com" };

/** What automation tools, forms and other dialers wrap around a call or lead, as people have reported it. */
export const tools: Cases = {
  "n8n passes on a whole request": {
    sent: [call([{ headers: { host: "x" }, params: {}, query: {}, body: CALL, webhookUrl: "https://x" }])],
    calls: [SALE],
  },
  "a form says which fields are required": {
    sent: [lead({ "First Name (required)": "Ann", "Last Name *": "Lee", "Phone (optional)": "239-555-0142" })],
    leads: [ANN],
  },
  "forms in Spanish, French and German": {
    sent: [
      lead({ lead_id: "1", nombre: "Ann", apellidos: "Lee", Teléfono: "239-555-0142", "Código postal": "33901" }),
      lead({ lead_id: "2", Prénom: "Ann", Nom: "Lee", Téléphone: "239-555-0142", Ville: "Paris" }),
      lead({ lead_id: "3", Vorname: "Ann", Nachname: "Lee", Telefon: "239-555-0142", PLZ: "10115" }),
    ],
    leads: [
      { ...ANN, zip: "33901" },
      { ...ANN, city: "Paris" },
      { ...ANN, zip: "10115" },
    ],
  },
  "directions in other words": {
    sent: [
      call({ ...CALL, call_type: "IN" }),
      call({ ...CALL, call_log_id: "10", direction: "Incoming" }),
      call({ ...CALL, call_log_id: "11", direction: "outgoing" }),
      call({ ...CALL, call_log_id: "12", call_type: "MANUAL" }),
    ],
    calls: ["inbound", "inbound", "outbound", "manual"].map((direction) => ({ direction })),
  },
  "n8n sends its items": { sent: [call([{ json: CALL, pairedItem: { item: 0 } }])], calls: [SALE] },
  "Express gives the JSON as a key": {
    sent: [call({ [JSON.stringify(CALL)]: "" })],
    calls: [SALE],
    problems: [["json-in-text"]],
  },
  "a form library gives the JSON as a key, encoded": {
    sent: [call(String(new URLSearchParams({ [JSON.stringify(CALL)]: "" })), FORM)],
    calls: [SALE],
  },
  "Make numbers its bundles": {
    sent: [lead({ bundle: { 1: { phone: "239-555-0142", first: "Ann", last: "Lee" } } })],
    leads: [ANN],
    problems: [["unwrapped"]],
  },
  "Zapier joins nested names with two underscores": {
    sent: [lead({ querystring: {}, data__first_name: "Ann", data__last_name: "Lee", data__phone: "239-555-0142" })],
    leads: [ANN],
  },
  "Zapier numbers its fields": {
    sent: [call({ "1. call_log_id": "9", "2. status": "SALE", "Convoso - Lead ID": "5" })],
    calls: [{ ...SALE, lead_id: "5" }],
    leads: [{ lead_id: "5" }],
  },
  "an API gateway passes on the body as text": {
    sent: [call({ httpMethod: "POST", requestContext: { stage: "x" }, body: JSON.stringify(CALL) })],
    calls: [SALE],
  },
  "an API gateway passes on the body in base64": {
    sent: [call({ httpMethod: "POST", body: base64(CALL), isBase64Encoded: true })],
    calls: [SALE],
    problems: [["json-in-text"]],
  },
  "a queue sends its message in base64": {
    sent: [call({ message: { data: base64(CALL), messageId: "1" }, subscription: "s" })],
    calls: [SALE],
    problems: [["json-in-text", "unwrapped"]],
  },
  "a body is base64 as a whole": {
    sent: [call(base64(CALL), "text/plain")],
    calls: [SALE],
    problems: [["json-repaired"]],
  },
  "a token that looks like base64 stays a token": {
    sent: [call({ ...CALL, auth: base64({ alg: "HS256", typ: "JWT" }) })],
    calls: [{ ...SALE, extra: { auth: base64({ alg: "HS256", typ: "JWT" }) } }],
  },
  "a notification service has the message as text": {
    sent: [call({ Type: "Notification", MessageId: "m", Message: JSON.stringify(CALL) })],
    calls: [SALE],
    problems: [["unwrapped"]],
  },
  "a cloud event": {
    sent: [call({ specversion: "1.0", type: "call.ended", id: "evt-1", source: "/x", data: CALL })],
    calls: [SALE],
  },
  "a list of one in JSON:API": {
    sent: [lead({ data: { type: "leads", id: "5", attributes: { "first-name": "Ann", "last-name": "Lee" } } })],
    leads: [{ lead_id: "5", first_name: "Ann", last_name: "Lee" }],
  },
  "an answer of GraphQL": {
    sent: [lead({ data: { createLead: { lead: { id: "5", firstName: "Ann" } } } })],
    leads: [{ lead_id: "5", first_name: "Ann" }],
    problems: [["unwrapped"]],
  },
  "HubSpot has each value in an object": {
    sent: [
      lead({
        vid: 51,
        properties: { firstname: { value: "Ann" }, lastname: { value: "Lee" }, phone: { value: "239-555-0142" } },
      }),
    ],
    leads: [ANN],
  },
  "HubSpot has a list of objects with properties": {
    sent: [lead([{ id: "51", properties: { firstname: "Ann", lastname: "Lee", phone: "239-555-0142" } }])],
    leads: [{ ...ANN, lead_id: "51" }],
  },
  "Mautic describes each field": {
    sent: [
      lead({
        "mautic.lead_post_save_new": [
          {
            contact: {
              id: 26,
              fields: {
                core: {
                  firstname: { id: "2", label: "First Name", alias: "firstname", type: "text", value: "Ann" },
                  lastname: { id: "3", label: "Last Name", value: "Lee" },
                  email: { id: "6", label: "Email", value: "ann@example.com" },
                  mobile: { id: "7", label: "Mobile", value: "239-555-0142" },
                },
              },
            },
          },
        ],
      }),
    ],
    leads: [{ ...ANN_AND_MAIL, lead_id: "26" }],
    problems: [["unwrapped"]],
  },
  "Tally lists labels beside keys that say nothing": {
    sent: [
      lead({
        eventType: "FORM_RESPONSE",
        data: {
          responseId: "r1",
          fields: [
            { key: "q1", label: "First Name", type: "INPUT_TEXT", value: "Ann" },
            { key: "q2", label: "Last Name", type: "INPUT_TEXT", value: "Lee" },
            { key: "q3", label: "Phone Number", type: "INPUT_PHONE", value: "+1 239 555 0142" },
          ],
        },
      }),
    ],
    leads: [ANN],
  },
  "Typeform names answers by a reference, and values by their type": {
    sent: [
      lead({
        form_response: {
          answers: [
            { type: "text", text: "Ann", field: { id: "1", ref: "first_name" } },
            { type: "text", text: "Lee", field: { id: "2", ref: "last_name" } },
            { type: "choice", choice: { label: "FL" }, field: { id: "3", ref: "state" } },
            { type: "phone_number", phone_number: "+12395550142", field: { id: "4", ref: "phone" } },
          ],
        },
      }),
    ],
    leads: [{ ...ANN, state: "FL" }],
    problems: [["unwrapped"]],
  },
  "Facebook has lists of values, and p: before a phone": {
    sent: [
      lead({
        id: "1",
        ad_id: "22",
        field_data: [
          { name: "full_name", values: ["Ann Lee"] },
          { name: "phone_number", values: ["p:+12395550142"] },
        ],
      }),
    ],
    leads: [{ ...ANN, lead_id: "1" }],
    problems: [["phone-repaired", "unwrapped"]],
  },
  "Facebook's test lead is nobody with that phone": {
    sent: [lead({ id: "1", full_name: "<test lead: dummy data for full_name>", phone: "<test lead: dummy data>" })],
    leads: [{ lead_id: "1", first_name: null, phone_number: null }],
    problems: [["not-name", "not-phone"]],
  },
  "GoHighLevel sends its location and its user beside the contact": {
    sent: [
      lead({
        contact_id: "CWBf1PR9LvvBkcYqiXlc",
        first_name: "Ann",
        last_name: "Lee",
        phone: "+12395550142",
        location: { name: "Agency", address: "1 Office Rd", city: "Tampa", id: "loc1" },
        user: { firstName: "Sam", lastName: "Rep", email: "sam@example.com", phone: "+12395550199" },
        customData: { zip: "33901" },
      }),
    ],
    leads: [{ ...ANN, lead_id: "CWBf1PR9LvvBkcYqiXlc", city: null, email: null, zip: "33901" }],
  },
  "Salesforce sends SOAP": {
    sent: [
      lead(
        '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notifications xmlns="urn:x"><Notification><Id>04l</Id><sObject xmlns:sf="urn:sf"><sf:Id>00Q1</sf:Id><sf:FirstName>Ann</sf:FirstName><sf:LastName>Lee</sf:LastName><sf:Phone>239-555-0142</sf:Phone></sObject></Notification></notifications></soapenv:Body></soapenv:Envelope>',
        "text/xml",
      ),
    ],
    leads: [{ ...ANN, lead_id: "00Q1" }],
    problems: [["unwrapped"]],
  },
  "another dialer sends start_call and end_call": {
    sent: [
      call({ type: "end_call", call_id: "9", call_status: "answered", total_duration_sec: 45 }),
      call({ type: "start_call", call_id: "9", call_status: "ringing", lead: { lead_phone: "239-555-0142" } }),
    ],
    calls: [{ call_id: "9", disposition: "answered", duration_seconds: 45, phone_e164: "+12395550142" }],
    leads: [{ phone_e164: "+12395550142" }],
  },
  "VICIdial sends its dispo URL, with a variable that it does not know": {
    sent: [
      call("uniqueid=1672649960.9&lead_id=--A--lead_id--B--&phone_number=2395550142&dispo=SALE&talk_time=45", FORM),
    ],
    calls: [{ call_id: "1672649960.9", lead_id: null, disposition: "SALE", duration_seconds: 45 }],
    leads: [{ phone_e164: "+12395550142" }],
    problems: [["placeholder"]],
  },
  "a CRM numbers its fields, which is no address": {
    sent: [
      lead({ contact: { phone: { id: "7", value: "239-555-0142" }, email: { id: "6", value: "ann@example.com" } } }),
    ],
    leads: [{ phone_e164: "+12395550142", email: "ann@example.com" }],
  },
  "WPForms numbers its fields, and Elementor names them": {
    sent: [
      lead({
        fields: {
          0: { name: "Name", value: "Ann Lee", id: 0, type: "name" },
          1: { name: "Phone", value: "(239) 555-0142", id: 1, type: "phone" },
        },
      }),
      lead(
        "fields[name][id]=name&fields[name][value]=Bob+Ray&fields[phone][id]=phone&fields[phone][value]=305-555-0199",
        FORM,
      ),
    ],
    leads: [ANN, { lead_id: null, first_name: "Bob", phone_e164: "+13055550199" }],
  },
  "JotForm numbers its questions": {
    sent: [
      lead({
        rawRequest: JSON.stringify({ q3_name: { first: "Ann", last: "Lee" }, q4_phoneNumber: { full: "2395550142" } }),
      }),
    ],
    leads: [ANN],
    problems: [["unwrapped"]],
  },
  "the id in the object of a call's event is the call's": {
    sent: [
      call({ event: "call.ended", data: { id: 9, disposition: "SALE", direction: "inbound" } }),
      call({ event: "lead.called", data: { id: 5, status: "NI", duration: 3 } }),
    ],
    calls: [
      { ...SALE, lead_id: null },
      { lead_id: "5", disposition: "NI" },
    ],
    leads: [{ lead_id: "5" }],
  },
  "a whole answer of Convoso's call log": {
    sent: [
      call({
        success: true,
        data: {
          total_found: 1,
          results: [
            {
              id: "9",
              lead_id: "5",
              status: "SALE",
              recording: [{ public_url: "https://r.example.com/a", src: "https://r.example.com/b" }],
            },
          ],
        },
      }),
    ],
    calls: [{ ...SALE, lead_id: "5", recording_url: "https://r.example.com/a" }],
    leads: [{ lead_id: "5" }],
    problems: [["unwrapped"]],
  },
  "call, log and id in three objects are the call's id": {
    sent: [call({ call: { log: { id: "9", status: "SALE" } }, lead: { id: "5" } })],
    calls: [{ ...SALE, lead_id: "5" }],
    leads: [{ lead_id: "5" }],
  },
};

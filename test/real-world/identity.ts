import { type Cases, call, lead } from "./case.ts";

const ANN = { first_name: "Ann", last_name: "Lee", email: "ann@example.com" };
const BOB = { first_name: "Bob", last_name: "Ray", email: "bob@example.com" };
const named = ({ first_name, last_name }: typeof ANN) => ({ first_name, last_name });
const FILLER = ["phone-filler"];

/** Strangers who share something, and people who come under several names. */
export const identity: Cases = {
  "two lead ids share a phone, and a call that names neither belongs to none": {
    sent: [
      lead({ lead_id: "1", ...ANN, phone: "2395550142" }),
      lead({ lead_id: "2", ...BOB, phone: "(239) 555-0142" }),
      call({ call_log_id: "9", phone: "2395550142", status: "SALE" }),
    ],
    calls: [{ call_id: "9", contact_id: null }],
    leads: [named(ANN), named(BOB)],
  },
  "two people's calls of one second and length, without any id or phone, stay two": {
    sent: [
      call({ first_name: "Ann", last_name: "Lee", status: "NI", duration: 30, call_date: "2026-03-02 10:00:00" }),
      call({ first_name: "Bob", last_name: "Ray", status: "SALE", duration: 30, call_date: "2026-03-02 10:00:00" }),
      call({ agent_name: "Cyd", status: "SALE", duration: 30, call_date: "2026-03-02 10:00:00" }),
      call({ first_name: "ANN", last_name: "Lee", status: "DNC", duration: "30", call_date: "03/02/2026 10:00 am" }),
    ],
    calls: [{ disposition: "DNC" }, { disposition: "SALE" }, { disposition: "SALE" }],
  },
  "two people share an address that says not to write": {
    sent: [lead({ ...ANN, email: "donotemail@gmail.com" }), lead({ ...BOB, email: "dont.contact@gmail.com" })],
    leads: [named(ANN), named(BOB)],
    problems: [["email-filler"], ["email-filler"]],
  },
  "two people share an address that says that there is none": {
    sent: [lead({ ...ANN, email: "ihavenoemail@gmail.com" }), lead({ ...BOB, email: "ihavenoemail@gmail.com" })],
    leads: [named(ANN), named(BOB)],
    problems: [["email-filler"], ["email-filler"]],
  },
  "an agent's name with double blanks is the same name": {
    sent: [
      call({ call_log_id: "8", status: "A", agent_name: "Ann  LEE" }),
      call({ call_log_id: "9", status: "A", agent_name: "ann lee" }),
    ],
    calls: [{ call_id: "8" }, { call_id: "9" }],
    agents: [{ agent_id: null }],
  },
  "two people share a filler number": {
    sent: [lead({ ...ANN, phone: "9999999999" }), lead({ ...BOB, phone: "(999) 999-9999" })],
    leads: [named(ANN), named(BOB)],
    problems: [FILLER, FILLER],
  },
  "two people share a number that a spreadsheet has rounded": {
    sent: [lead({ ...ANN, phone: "2.39555E+09" }), lead({ ...BOB, phone: "2,39555E+09" })],
    leads: [
      { ...named(ANN), phone_number: null },
      { ...named(BOB), phone_number: null },
    ],
    problems: [["phone-damaged"], ["phone-damaged"]],
  },
  "two people share a filler address": {
    sent: [
      lead({ ...ANN, email: "noemail@gmail.com" }),
      lead({ ...BOB, email: "noemail@gmail.com" }),
      lead({ first_name: "Cyd", email: "refused@yahoo.com" }),
      lead({ first_name: "Dan", email: "refused@yahoo.com" }),
    ],
    leads: [named(ANN), named(BOB), { first_name: "Cyd" }, { first_name: "Dan" }],
    problems: [["email-filler"], ["email-filler"], ["email-filler"], ["email-filler"]],
  },
  "two people share a withheld number": {
    sent: [
      call({ call_log_id: "1", phone: "anonymous", status: "SALE", ...ANN }),
      call({ call_log_id: "2", phone: "Restricted", status: "NI", ...BOB }),
      call({ call_log_id: "3", phone: "+266696687", status: "NI", first_name: "Cyd" }),
      call({ call_log_id: "4", phone: "+266696687", status: "NI", first_name: "Dan" }),
    ],
    calls: [{ call_id: "1" }, { call_id: "2" }, { call_id: "3" }, { call_id: "4" }],
    leads: [{ first_name: "Cyd" }, { first_name: "Dan" }],
    problems: [["says-nothing"], ["phone-withheld"], FILLER, FILLER],
  },
  "two people share a number without its area": {
    sent: [
      lead({ ...ANN, phone: "555-0123" }),
      lead({ ...BOB, phone: "555-0123" }),
      lead({ ...ANN, phone: "5550123" }),
    ],
    leads: [named(ANN), named(BOB)],
    problems: [["phone-unread"], ["phone-unread"], ["phone-unread"]],
  },
  "a filler for a lead id joins nobody": {
    sent: [
      lead({ lead_id: "9999999999", ...ANN, phone: "9999999999" }),
      lead({ lead_id: "9999999999", ...BOB, phone: "9999999999" }),
    ],
    leads: [
      { lead_id: null, ...named(ANN) },
      { lead_id: null, ...named(BOB) },
    ],
    problems: [
      ["phone-filler", "says-nothing"],
      ["phone-filler", "says-nothing"],
    ],
  },
  "a lead id is a text: zeros in front and letter case count": {
    sent: ["0005", "5", "AB", "ab"].map((lead_id) => lead({ lead_id, first_name: `of ${lead_id}` })),
    leads: ["0005", "5", "AB", "ab"].map((lead_id) => ({ lead_id, first_name: `of ${lead_id}` })),
  },
  "what programs put around an id is taken off": {
    sent: [
      88120455,
      " 88120455 ",
      "88120455.0",
      "88,120,455",
      '="88120455"',
      "'88120455",
      "#88120455",
      "\u200b88120455",
    ].map((lead_id) => lead({ lead_id, city: "Tampa" })),
    leads: [{ lead_id: "88120455", city: "Tampa" }],
    problems: [[], [], ...Array.from({ length: 6 }, () => ["id-repaired"])],
  },
  "one lead id for two people is one lead, marked for an admin": {
    sent: [
      lead({ lead_id: "5", list_id: "1", ...ANN, phone: "239-555-0142" }),
      lead({ lead_id: "5", list_id: "2", ...BOB, phone: "305-555-0199" }),
    ],
    leads: [{ lead_id: "5", ...named(BOB), list_id: "2", looks_like_several: true }],
  },
  "one valid number for two people is one lead, marked for an admin": {
    sent: [lead({ ...ANN, phone: "239-555-0142 x101" }), lead({ ...BOB, phone: "+1 239 555 0142 ext 102" })],
    leads: [{ ...named(BOB), phone_e164: "+12395550142", looks_like_several: true }],
  },
  "a family's address for two people is one lead, marked for an admin": {
    sent: [
      lead({ first_name: "Ann", last_name: "Lee", email: "family@example.com" }),
      lead({ first_name: "Bob", last_name: "Ray", email: "Family@Example.com" }),
    ],
    leads: [{ first_name: "Bob", last_name: "Ray", looks_like_several: true }],
  },
  "a nickname under one address is one person": {
    sent: [
      lead({ first_name: "Robert", last_name: "Ray", email: "bob@example.com" }),
      lead({ first_name: "Bob", last_name: "Ray", email: "bob@example.com" }),
    ],
    leads: [{ first_name: "Bob", looks_like_several: null }],
  },
  "two numbers with one address are two leads": {
    sent: [lead({ ...ANN, phone: "239-555-0142" }), lead({ ...ANN, phone: "305-555-0199" })],
    leads: [{ phone_e164: "+12395550142" }, { phone_e164: "+13055550199" }],
  },
  "a lead is known by its number until its id comes": {
    sent: [
      lead({ ...ANN, phone: "+1 (239) 555-0142" }),
      call({ call_log_id: "9", phone: "2395550142", status: "SALE" }),
      lead({ lead_id: "77", phone: "12395550142" }),
      lead({ lead_id: "78", ...BOB, phone: "2395550142" }),
    ],
    calls: [{ call_id: "9" }],
    leads: [
      { lead_id: "77", ...named(ANN) },
      { lead_id: "78", ...named(BOB) },
    ],
  },
  "agents of one name are told apart by their ids": {
    sent: [
      call({ call_log_id: "1", status: "A", agent_id: "7", agent_name: "Sam" }),
      call({ call_log_id: "2", status: "A", agent_id: "8", agent_name: "Sam" }),
      call({ call_log_id: "3", status: "A", agent_name: "Sam" }),
    ],
    calls: [{ call_id: "1" }, { call_id: "2" }, { call_id: "3" }],
    agents: [
      { agent_id: "7", name: "Sam" },
      { agent_id: "8", name: "Sam" },
      { agent_id: null, name: "Sam" },
    ],
  },
  "a call without an id is the same in another notation": {
    sent: [
      call({ lead_id: "5", phone: "2395550142", call_date: "2026-03-02 10:00:00", length_in_sec: 10, status: "NI" }),
      call({
        lead_id: "5",
        phone: "(239) 555-0142",
        call_date: "03/02/2026 10:00 AM",
        duration: "0:10",
        status: "SALE",
      }),
    ],
    calls: [{ lead_id: "5", disposition: "SALE", duration_seconds: 10 }],
    leads: [{ lead_id: "5" }],
  },
};

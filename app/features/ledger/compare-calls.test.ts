import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OurCall } from "#app/db/ledger/our-calls.server.ts";
import { readLogRow } from "#app/features/ingest/read-log-row.server.ts";
import { compareCalls } from "#app/features/ledger/compare-calls.server.ts";
import { COMPARED_FIELDS } from "#app/lib/ledger-words.ts";

process.env.DATABASE_URL ??= "postgres://nobody@localhost/nothing";

type Row = Record<string, unknown>;

const Said = fc.record({
  disposition: fc.constantFrom("SALE", "NI", "HU", "CB", "XFER", "DNC"),
  seconds: fc.nat({ max: 7200 }),
  agent: fc.constantFrom({ id: "310417", name: "Marisol Vega" }, { id: "310459", name: "Lucía Fernández" }),
  campaign: fc.constantFrom({ id: "2041", name: "Medicare Advantage Q4" }, { id: "2060", name: "Auto Warranty" }),
});
type Named = { id: string; name: string };
type Said = { disposition: string; seconds: number; agent: Named; campaign: Named };

/** How a text may be written otherwise without saying anything else. */
const respell = (text: string, how: number) =>
  [text, text.toLowerCase(), text.toUpperCase(), ` ${text} `, text.normalize("NFD"), text.replace(" ", "  ")][
    how % 6
  ] as string;

function rowOf({ disposition, seconds, agent, campaign }: Said, how: number): Row {
  return {
    id: "8812",
    lead_id: "501",
    user: respell(agent.name, how),
    user_id: how % 2 ? agent.id : Number(agent.id),
    campaign: respell(campaign.name, how),
    campaign_id: campaign.id,
    phone_number: "2135550123",
    status: respell(disposition, how),
    status_name: "As Convoso calls it",
    call_length: how % 3 ? String(seconds) : seconds,
    call_date: "2026-11-20 10:00:00",
    recording: [],
  };
}

function ours({ disposition, seconds, agent, campaign }: Said, how: number): OurCall {
  return {
    callId: "8812",
    occurredAt: new Date("2026-11-20T18:00:00Z"),
    disposition: respell(disposition, how),
    durationSeconds: seconds,
    agentId: how % 2 ? null : agent.id,
    agentName: how % 5 ? respell(agent.name, how) : how % 2 ? agent.name : null,
    campaign: how % 3 ? respell(campaign.name, how) : campaign.id,
    campaignId: how % 4 ? campaign.id : null,
    recordingUrl: null,
    hasFailedLink: false,
  };
}

function differ(row: Row, call: OurCall): string[] {
  const { parsed } = readLogRow({ callId: "8812", body: Buffer.from(JSON.stringify(row)), askedAt: new Date() });
  assert.ok(parsed?.call);
  return compareCalls({ call: parsed.call, agent: parsed.agent }, call).map(({ field }) => field);
}

test("a difference of notation is none", () => {
  fc.assert(
    fc.property(Said, fc.nat(60), fc.nat(60), (said, one, other) => {
      assert.deepEqual(differ(rowOf(said, one), ours(said, other)), []);
    }),
    { numRuns: 500 },
  );
});

test("exactly the fields that say something else differ, and what Convoso leaves blank does not", () => {
  fc.assert(
    fc.property(Said, Said, fc.nat(60), fc.subarray([...COMPARED_FIELDS]), (one, other, how, blank) => {
      const row = rowOf(one, how);
      if (blank.includes("disposition")) Object.assign(row, { status: "", status_name: "" });
      if (blank.includes("length")) row.call_length = null;
      if (blank.includes("agent")) Object.assign(row, { user: "", user_id: "0" });
      if (blank.includes("campaign")) Object.assign(row, { campaign: "", campaign_id: "" });
      const expected = [
        one.disposition !== other.disposition && "disposition",
        one.seconds !== other.seconds && one.seconds !== 0 && "length",
        one.agent !== other.agent && "agent",
        one.campaign !== other.campaign && "campaign",
      ].filter((field) => field !== false && !blank.includes(field as never));
      assert.deepEqual(differ(row, ours(other, how)), expected);
    }),
    { numRuns: 500 },
  );
});

test("agents of one name are two where both sides have an id, and one where a side has none", () => {
  const agent = { id: "7", name: "Sam Rep" };
  const said: Said = { disposition: "SALE", seconds: 60, agent, campaign: { id: "2", name: "X" } };
  const call = (agentId: string | null): OurCall => ({ ...ours(said, 0), agentId, agentName: "Sam Rep" });
  assert.deepEqual(differ(rowOf(said, 0), call("8")), ["agent"]);
  assert.deepEqual(differ(rowOf(said, 0), call("7")), []);
  assert.deepEqual(differ(rowOf(said, 0), call(null)), []);
  assert.deepEqual(differ({ ...rowOf(said, 0), user_id: null }, call("8")), []);
});

test("a link that fails differs from another one, a link that is there from none", () => {
  const said: Said = {
    disposition: "SALE",
    seconds: 60,
    agent: { id: "1", name: "Ann" },
    campaign: { id: "2", name: "X" },
  };
  const row = { ...rowOf(said, 0), recording: [{ public_url: "https://admin-dt.convoso.com/play/new" }] };
  const call = (more: Partial<OurCall>): OurCall => ({ ...ours(said, 0), ...more });
  const old = "https://admin-dt.convoso.com/play/old";
  assert.deepEqual(differ(row, call({ recordingUrl: old, hasFailedLink: true })), ["recording"]);
  assert.deepEqual(differ(row, call({ recordingUrl: old })), []);
  assert.deepEqual(differ(row, call({})), [], "the search for the recording takes it");
  assert.deepEqual(differ(rowOf(said, 0), call({ recordingUrl: old, hasFailedLink: true })), []);
});

test("a row of the log is read by its own call id, also without a lead", () => {
  const row = { id: "8812", lead_id: "0", phone_number: "2135550123", status: "SALE", call_length: "10" };
  for (const lead_id of ["0", "", null, "8812"]) {
    const { parsed } = readLogRow({
      callId: "8812",
      body: Buffer.from(JSON.stringify({ ...row, lead_id })),
      askedAt: new Date(),
    });
    assert.deepEqual([parsed?.call?.callId, parsed?.call?.leadId], ["8812", lead_id === "8812" ? "8812" : null]);
  }
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  readCampaignOrList,
  readOffset,
  readStatus,
  readUser,
  type SourceName,
} from "#app/convoso/read-names.server.ts";
import { searchSection } from "#app/convoso/sections.server.ts";
import { type Simulator, startSimulator } from "#test/convoso-simulator/simulator.ts";

let convoso: Simulator;
before(async () => {
  convoso = await startSimulator({ timeZone: "America/New_York" });
});
after(() => convoso.stop());

async function search(path: string, params: Record<string, string> = {}) {
  const { apiUrl, authToken } = convoso;
  return searchSection({ apiUrl, authToken, timeZone: "America/New_York", timeoutMs: 5_000 }, path, params);
}

async function namesIn(path: string, params: Record<string, string>, read: (row: never) => SourceName | null) {
  const answer = await search(path, params);
  assert.ok(answer.ok, JSON.stringify(answer));
  return Object.fromEntries(answer.rows.map((row) => read(row as never)).map((named) => [named?.id, named?.name]));
}

test("names are read from every section, whether it is a list or keyed by id", async () => {
  assert.equal((await namesIn("users/search", { user: "" }, readUser))["310417"], "Marisol Vega");
  assert.equal((await namesIn("status/search", { query: "" }, readStatus)).NI, "Not Interested");
  assert.equal((await namesIn("campaigns/search", {}, readCampaignOrList))["2044"], "Final Expense");
  assert.equal((await namesIn("lists/search", { status: "1" }, readCampaignOrList))["30118"], "AEP Web Leads");
});

test("the flags of a status are read", async () => {
  const answer = await search("status/search", { query: "SALE" });
  assert.ok(answer.ok);
  const flags = readStatus(answer.rows[0] ?? {})?.flags;
  assert.deepEqual([flags?.success, flags?.final, flags?.voicemail], [true, true, false]);
  assert.equal(readStatus({ abbreviation: "cb", name: "Call back" })?.id, "CB");
});

test("the offset of the account is read from the times that carry one, and from no others", async () => {
  const answer = await search("users/search", { user: "", limit: "1" });
  assert.ok(answer.ok && answer.total === 12);
  assert.match(readOffset(answer.rows[0] ?? {}) ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00$/);
  assert.equal(readOffset({ created_at: "2016-11-17T10:54:21-0800" }), "2016-11-17T10:54:21-08:00");
  for (const plain of ["2016-11-17 10:54:21", "2016-11-17T10:54:21Z", "2016-99-17T10:54:21-0800", "", null]) {
    assert.equal(readOffset({ created_at: plain }), null);
  }
});

test("no list, a refusal and a bad token are told apart", async () => {
  const kindOf = async (path: string) => {
    const answer = await search(path);
    return answer.ok ? "ok" : answer.failure.kind;
  };
  assert.equal(await kindOf("lists/search"), "refused");
  convoso.fail({ kind: "refused", code: 5001, text: "Invalid auth token" });
  assert.equal(await kindOf("status/search"), "unauthorized");
  convoso.fail({ kind: "403", path: "users/search" });
  assert.equal(await kindOf("users/search"), "forbidden");
  assert.equal(await kindOf("nothing/here"), "not-json");
});

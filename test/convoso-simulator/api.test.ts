import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { type Simulator, startSimulator } from "./simulator.ts";

const noon = Date.parse("2026-11-22T20:00:00Z"); // noon in Los Angeles
const hour = 3_600_000;

describe("the simulated API", () => {
  let now = noon;
  let convoso: Simulator;
  before(async () => {
    convoso = await startSimulator({ now: () => now, recordingDelaySeconds: 60 });
  });
  after(() => convoso.stop());
  afterEach(() => {
    now = noon;
    convoso.reset();
  });

  async function get(path: string, params: Record<string, string> = {}) {
    const query = new URLSearchParams({ auth_token: convoso.authToken, ...params });
    const response = await fetch(`${convoso.apiUrl}${path}?${query}`);
    assert.equal(response.status, 200);
    return response.json();
  }

  it("writes the call log as the vendor does: total as text, entries as a count, numbers as text", async () => {
    const call = convoso.placeCall({ disposition: "HU", lengthSeconds: 19, callType: "OUTBOUND" });
    const { success, data } = await get("/log/retrieve");
    assert.equal(success, true);
    assert.deepEqual({ ...data, results: [] }, { offset: 0, limit: 10, total_found: "1", entries: 1, results: [] });
    const [row] = data.results;
    assert.deepEqual(
      [row.id, row.lead_id, row.status, row.status_name, row.call_length, row.call_date, row.recording],
      [call.id, call.lead.id, "HU", "Hang Up", "19", "2026-11-22 11:59:41", []],
    );
    for (const [name, value] of Object.entries(row)) {
      assert.ok(value === null || typeof value === "string" || Array.isArray(value), `${name} is not text`);
    }
  });

  it("shows today's calls only, until a window is given", async () => {
    const today = convoso.placeCall({ startedAt: noon - hour, lengthSeconds: 5 });
    const yesterday = convoso.placeCall({ startedAt: noon - 24 * hour, lengthSeconds: 5 });
    const ids = async (params: Record<string, string>) =>
      (await get("/log/retrieve", params)).data.results.map((row: { id: string }) => row.id);
    assert.deepEqual(await ids({}), [today.id]);
    assert.deepEqual(await ids({ id: yesterday.id }), []);
    assert.deepEqual(await ids({ start_time: "2026-11-21 00:00:00" }), [today.id, yesterday.id]);
    assert.deepEqual(await ids({ start_time: "2026-11-21 00:00:00", order: "asc" }), [yesterday.id, today.id]);
    const upToTheSecond = { start_time: "2026-11-21 12:00:00", end_time: "2026-11-21 12:00:00" };
    assert.deepEqual(await ids(upToTheSecond), [yesterday.id]);
    assert.deepEqual(await ids({ id: "" }), [today.id], "a blank filter is no filter");
  });

  it("pages, and refuses what it does not know under HTTP 200", async () => {
    for (let i = 0; i < 12; i++) convoso.placeCall({ lengthSeconds: i });
    assert.equal((await get("/log/retrieve")).data.entries, 10);
    assert.equal((await get("/log/retrieve", { offset: "10" })).data.entries, 2);
    assert.equal((await get("/log/retrieve", { limit: "500" })).data.entries, 12);
    const code = async (params: Record<string, string>) => (await get("/log/retrieve", params)).code;
    assert.equal(await code({ limit: "501" }), 7230);
    assert.equal(await code({ offset: "-1" }), 7231);
    assert.equal(await code({ campaign_id: "9" }), 6004);
    assert.equal(await code({ user_id: "9" }), 6006);
  });

  it("lists a recording only after its delay, and only when asked for recordings", async () => {
    const call = convoso.placeCall({ disposition: "SALE" });
    const recordings = async (include: string) =>
      (await get("/log/retrieve", { id: call.id, include_recordings: include })).data.results[0].recording;
    now += 59_999;
    assert.deepEqual(await recordings("1"), []);
    now += 1;
    assert.deepEqual(await recordings("0"), []);
    const [recording] = await recordings("1");
    assert.equal(recording.src, recording.filename);
    const path = new URL(recording.public_url).pathname.split("/").at(-1) ?? "";
    const names = JSON.parse(decodeURIComponent(Buffer.from(path, "base64").toString()));
    assert.equal(names.account_id, 1001);
    assert.match(names.u_id, /^[0-9a-f]{32}$/);
  });

  it("never records machines and calls of no length, which the system user has", async () => {
    const machine = convoso.placeCall({ disposition: "A" });
    const unheard = convoso.placeCall({ disposition: "HU", lengthSeconds: 0 });
    assert.deepEqual([machine.recording, machine.agent.id, unheard.recording], [null, "666666", null]);
  });

  it("answers lead 0 with everybody's recordings, by bare file names", async () => {
    const calls = [convoso.placeCall({ disposition: "SALE" }), convoso.placeCall({ disposition: "NI" })];
    now += 60_000;
    const entries = async (lead_id: string) => (await get("/leads/get-recordings", { lead_id })).data.entries;
    assert.equal((await entries("0")).length, 2);
    const [own, ...others] = await entries(calls[0]?.lead.id ?? "");
    assert.deepEqual(others, []);
    assert.match(own.url, /^1001_\d+_\d+_\d+_1_\d+_\w+-in-\d+\.wav$/);
    assert.equal((await get("/leads/get-recordings")).code, 6001);
  });

  it("takes a form by POST, and keeps the token out of what it remembers", async () => {
    const body = new URLSearchParams({ auth_token: convoso.authToken, limit: "3" });
    const response = await fetch(`${convoso.apiUrl}/log/retrieve`, { method: "POST", body });
    assert.equal((await response.json()).data.limit, 3);
    assert.deepEqual(convoso.requests(), [{ method: "POST", path: "/v1/log/retrieve", query: { limit: "3" } }]);
  });

  it("answers a wrong token with 401, and a wrong path with a page", async () => {
    const unauthorized = await fetch(`${convoso.apiUrl}/log/retrieve?auth_token=wrong`);
    assert.equal(unauthorized.status, 401);
    assert.equal((await unauthorized.json()).success, false);
    const page = await fetch(`${convoso.apiUrl}/log/retreive`);
    assert.match(await page.text(), /^<!DOCTYPE html>/);
  });

  it("names statuses, campaigns and lists", async () => {
    const statuses: { status: string; success: string }[] = (await get("/status/search", { query: "" })).data;
    assert.deepEqual(
      statuses.filter(({ success }) => success === "Y").map(({ status }) => status),
      ["SALE"],
    );
    assert.ok((await get("/campaigns/search")).data.some(({ name }: { name: string }) => name === "Final Expense"));
    assert.ok((await get("/lists/search", { status: "1" })).data.some(({ id }: { id: number }) => id === 30118));
    assert.equal((await get("/lists/search")).success, false, "the status is required");
  });

  it("gives users by id, a page at a time, with an offset in one of their times", async () => {
    const { data } = await get("/users/search", { user: "" });
    assert.equal(Object.keys(data.results).length, 8, "fewer than asked");
    assert.deepEqual([data.limit, data.total], ["20", "12"]);
    assert.match(data.results["310417"].created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]00$/);
    assert.equal(Object.keys((await get("/users/search", { limit: "5", offset: "10" })).data.results).length, 2);
  });

  it("finds leads, and refuses a section alone on demand", async () => {
    const lead = convoso.addLead();
    const found = await get("/leads/search", { lead_id: lead.id, limit: "1" });
    assert.deepEqual([found.data.total, found.data.entries[0].id], ["1", lead.id]);
    convoso.fail({ kind: "403", path: "leads/search" });
    assert.equal((await get("/status/search")).success, true);
    await assert.rejects(get("/leads/search"), "the trouble waited for its path");
    assert.equal((await get("/leads/search")).success, true);
  });
});

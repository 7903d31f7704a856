import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { type FoundPerson, findCertificate, findErasure } from "#app/db/erasure/erasures.server.ts";
import { columnsWith } from "#app/db/erasure/fates.server.ts";
import { countWrongFigures } from "#app/db/figures/figure-upkeep.server.ts";
import { erasePersonLater } from "#app/features/erasure/ask-for-erasure.server.ts";
import { erasePersonNow } from "#app/features/erasure/erase-person-now.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { admin, confirm, dump, erase, isInside, look } from "#test/erasing.ts";
import { receive, rows } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
beforeEach(() => emptyTables());
const Name = z.object({ name: z.string().nullable() });
const ZENOBIA = { first_name: "Zenobia", last_name: "Quill", email: "zenobia.q@example.com" };

test("a lead that changed its number is found by a call about it, and everything it was known by is gone", async () => {
  await receive("lead", { lead_id: "B4", ...ZENOBIA, phone_number: "2135550177", address1: "9 Elm Court" });
  await receive("call", { call_id: "B4-1", lead_id: "B4", phone_number: "2135550123", campaign: "Zenobia's callback" });
  await receive("lead", { lead_id: "B4", phone_number: "2135550188", email: "zquill@example.org" });
  await receive("call", { call_id: "B4-2", phone_number: "2135550177", comments: "was at 9 Elm Court" });
  await receive("call", { call_id: "B4-3", comments: "wrote as ZENOBIA.Q@example.com" });
  await receive("call", { call_id: "B4-4", comments: "asked for Quill, Zenobia" });
  await receive("lead", { lead_id: "S", first_name: "Zenobia", last_name: "Stranger", phone_number: "3105550199" });
  const { found } = await look();
  const [lead, other, ...more] = found.leads;
  assert.deepEqual([lead?.name, lead?.leadIds], ["Zenobia Quill", ["B4"]]);
  assert.deepEqual(lead?.phones.toSorted(), ["+12135550123", "+12135550177", "+12135550188"]);
  assert.deepEqual(lead?.emails.toSorted(), ["zenobia.q@example.com", "zquill@example.org"]);
  assert.deepEqual([other?.name, other?.phones, more], ["Without a name", ["+12135550177"], []], "of the later call");
  await erase();
  const left = await dump();
  for (const trace of [/5550123|5550177|5550188/, /zenobia.q@|zquill@/i, /Quill/, /Elm Court/, /Zenobia's callback/]) {
    assert.ok(!trace.test(left), String(trace));
  }
  assert.ok(left.includes("Stranger"));
});

test("an earlier number whose delivery was blanked, and further numbers and addresses, are searched for and gone", async () => {
  await receive("lead", { lead_id: "B4", ...ZENOBIA, phone_number: "2135550177" });
  await receive("lead", { lead_id: "B4", phone_number: "2135550123", email: "marsh@example.org" });
  await db.query(
    sql.unsafe`update call_events set body = null, payload_erased_by = 'retention', payload_erased_at = now()`,
  );
  const further = { alt_phone_1: "(213) 555-0144", email_2: "zz@example.net", agent_email: "dana@example.com" };
  await receive("lead", { lead_id: "B4", ...further });
  await receive("call", { call_id: "B4-5", phone_number: "2135550144", duration: 9 });
  await receive("call", { call_id: "B4-6", comments: "was 213-555-0177, zenobia.q@example.com, or zz@example.net" });
  await receive("lead", {
    lead_id: "D",
    first_name: "Dee",
    phone_number: "3105550101",
    agent_email: "dana@example.com",
  });
  await db.query(sql.unsafe`
    insert into saved_views (list, name, query, owner)
    values ('calls', 'one', 'search=2135550177', 'Ann'), ('calls', 'two', 'search=2135550144', 'Ann')`);
  const { found } = await look();
  assert.ok(!found.leads.some(({ leadIds }) => leadIds.includes("D")), "who shares an agent is somebody else");
  await erase();
  const left = await dump();
  for (const trace of [/555.?0177|555.?0144/, /zenobia.q@|zz@/i]) assert.ok(!trace.test(left), String(trace));
  assert.ok(left.includes("Dee") && left.includes("dana@example.com"));
});

test("the number is found with any marks between its digits, and in Arabic ones", async () => {
  const spellings = [
    "213, 555, 0123",
    "213*555*0123",
    "213•555•0123",
    "213·555·0123",
    "٢١٣٥٥٥٠١٢٣",
    "۲۱۳ ۵۵۵ ۰۱۲۳",
    "213 | 555 | 0123",
  ];
  for (const [nth, comments] of spellings.entries()) await receive("call", { call_id: `W${nth}`, comments });
  await receive("call", { call_id: "W-other", comments: "3213*555*0123 and 213*555*01234" });
  await erase();
  const comments = (await rows("calls")).flatMap(({ agent_comment }) => agent_comment ?? []);
  assert.deepEqual(comments, ["3213*555*0123 and 213*555*01234"]);
});

test("the number in Arabic digits is found in what Convoso says of calls of nobody", async () => {
  await receive("lead", { lead_id: "V", ...ZENOBIA, phone_number: "2135550123" });
  await receive("call", { call_id: "V1", duration: 9 });
  await db.query(sql.unsafe`
    insert into pending_recordings (call_id, last_answer) values ('V1', 'no ٢١٣٥٥٥٠١٢٣')
    on conflict (call_id) do update set last_answer = excluded.last_answer`);
  await db.query(sql.unsafe`insert into ledger_windows (starts_at, ends_at) values ('2026-11-16', '2026-11-17')`);
  await db.query(sql.unsafe`
    insert into ledger_differences (call_id, window_start, kind, occurred_at, fields, body, asked_at, since)
    values ('V2', '2026-11-16', 'differs', now(), '[{"field":"campaign","there":"٢١٣٥٥٥٠١٢٣","here":null}]', null, now(), now())`);
  await erase();
  assert.ok(!(await dump()).includes("٢١٣٥٥٥٠١٢٣"));
});

test("what somebody wrote about a difference of a person's call goes with the call", async () => {
  await receive("lead", { lead_id: "L1", ...ZENOBIA, phone_number: "2135550123" });
  await receive("call", { call_id: "L2", lead_id: "L1", duration: 9 });
  await db.query(sql.unsafe`insert into ledger_windows (starts_at, ends_at) values ('2026-11-18', '2026-11-19')`);
  await db.query(sql.unsafe`
    insert into ledger_differences (call_id, window_start, kind, occurred_at, fields, body, asked_at, since, state, settled_at, note)
    values ('L2', '2026-11-18', 'differs', now(), '[]', '{"first_name":"Zenobia"}', now(), now(), 'accepted', now(), 'Zenobia was out')`);
  await erase();
  assert.ok(!/Zenobia/.test(await dump()));
});

test("another person who shares the number is shown by name, can be left out, and keeps all of it", async () => {
  await receive("lead", { lead_id: "P1", ...ZENOBIA, phone_number: "2135550123" });
  await receive("lead", { lead_id: "P2", first_name: "Bo", last_name: "Ray", phone_number: "2135550123" });
  await receive("call", { call_id: "P2-1", lead_id: "P2", phone_number: "2135550123", comments: "Bo is at home" });
  await receive("call", { call_id: "P2-2", lead_id: "P2", comments: "wife Zenobia Quill answered" });
  await receive("call", { call_id: "P2-3", lead_id: "P2", campaign: "213-555-0123", comments: "Bo again" });
  const looked = await look();
  assert.deepEqual(
    looked.found.leads.map(({ name }) => name),
    ["Zenobia Quill", "Bo Ray"],
  );
  const [zenobia, bo] = looked.found.leads;
  assert.deepEqual([zenobia?.calls, bo?.calls], [0, 3]);
  await erase("2135550123", [zenobia?.id ?? 0]);
  const contact = (await rows("contacts")).find(({ lead_id }) => lead_id === "P2");
  assert.deepEqual([contact?.first_name, contact?.phone_e164], ["Bo", "+12135550123"]);
  const calls = new Map((await rows("calls")).map((call) => [call.call_id, call]));
  assert.deepEqual(
    [calls.get("P2-1")?.phone_e164, calls.get("P2-1")?.agent_comment],
    ["+12135550123", "Bo is at home"],
  );
  assert.equal(calls.get("P2-2")?.agent_comment, null, "what mentions the other alone goes");
  assert.deepEqual([calls.get("P2-3")?.campaign, calls.get("P2-3")?.agent_comment], [null, "Bo again"]);
  assert.ok(!/Zenobia|Quill/.test(await dump()));
  const certificate = await db.oneFirst(sql.type(z.object({ id: z.number() }))`
    select max(id) as id from audit_log where action = 'erase person'`);
  assert.equal((await findCertificate(db, certificate))?.details.kept, 1);
  await erase(); // Bo, too
});

const MARK = { first_name: "Mark", last_name: "Quill" };

/** A couple with one number, the same person once more, and leads without a name. @returns our ids by lead id */
async function household(): Promise<Map<string, number>> {
  await receive("lead", { lead_id: "H1", ...ZENOBIA, phone_number: "2135550123" });
  await receive("lead", { lead_id: "H2", ...MARK, email: "mark@example.com", phone_number: "2135550123" });
  await receive("lead", { lead_id: "H3", first_name: "ZENOBIA", last_name: "Quíll", phone_number: "2135550123" });
  await receive("lead", { lead_id: "H4", phone_number: "2135550123" });
  await receive("call", {
    call_id: "H2-1",
    lead_id: "H2",
    phone_number: "2135550123",
    comments: "for mark@example.com",
  });
  return new Map((await rows("contacts")).map(({ lead_id, id }) => [String(lead_id), Number(id)]));
}

const selectedIn = ({ found }: { found: FoundPerson }) =>
  found.leads.flatMap(({ leadIds, isSure }) => (isSure ? leadIds : [])).toSorted();

test("from the page of a lead, only leads with its name or without a name are selected, and a certificate keeps the rest", async () => {
  const ids = await household();
  const looked = await look("2135550123", ids.get("H1"));
  assert.deepEqual(selectedIn(looked), ["H1", "H3", "H4"]);
  const mark = looked.found.leads.find(({ id }) => id === ids.get("H2"));
  assert.deepEqual(mark?.why, ["has the number 2135550123"], "says what it shares");
  assert.ok(
    !looked.found.searchedFor.includes("e-mail address mark@example.com"),
    "nothing of a stranger is searched for",
  );
  assert.equal(looked.found.counts.leads, 3);
  assert.equal(await confirm(looked), null);
  await erasePersonNow(looked.id);
  const done = await findErasure(db, looked.id);
  const certificate = await findCertificate(db, done?.certificate_id ?? 0);
  assert.deepEqual([certificate?.details.leads, certificate?.details.kept], [3, 1]);
  const [left, ...others] = await rows("contacts");
  assert.deepEqual(
    [left?.first_name, left?.phone_e164, left?.email, others],
    ["Mark", "+12135550123", "mark@example.com", []],
  );
  const call = (await rows("calls")).find(({ call_id }) => call_id === "H2-1");
  assert.deepEqual([call?.phone_e164, call?.agent_comment], ["+12135550123", "for mark@example.com"]);
});

test("with a typed number whose leads have different names, nobody is selected", async () => {
  await household();
  const looked = await look();
  assert.deepEqual(selectedIn(looked), []);
  assert.equal(looked.found.counts.leads, 0);
});

test("another selection is looked at before it is erased, and its figures are those of what is then erased", async () => {
  const ids = await household();
  const looked = await look("2135550123", ids.get("H1"));
  const [h1 = 0, h2 = 0] = [ids.get("H1"), ids.get("H2")];
  assert.deepEqual(await erasePersonLater(db, looked, [h1, h2], admin), { state: "looking" });
  assert.equal((await rows("contacts")).length, 4, "nothing is erased yet");
  await erasePersonNow(looked.id);
  const again = await findErasure(db, looked.id);
  assert.ok(again?.found);
  assert.deepEqual(selectedIn({ found: again.found }), ["H1", "H2"]);
  assert.ok(again.found.searchedFor.includes("e-mail address mark@example.com"), "what the new one is known by");
  const { auditEntries, ...announced } = again.found.counts;
  assert.equal(announced.leads, 2);
  assert.equal(await confirm(again), null);
  await erasePersonNow(looked.id);
  const done = await findErasure(db, looked.id);
  const details = (await findCertificate(db, done?.certificate_id ?? 0))?.details;
  assert.deepEqual({ ...details, ...announced }, details, "what was announced is what was done");
});

test("a lead with only the same name is shown, not selected, and kept", async () => {
  await receive("lead", { lead_id: "N1", ...ZENOBIA, phone_number: "2135550123" });
  await receive("lead", { lead_id: "N2", first_name: "ZENOBIA", last_name: "Quíll", phone_number: "3105550144" });
  const { found } = await look();
  assert.deepEqual(
    found.leads.map(({ leadIds, isSure }) => [leadIds[0], isSure]),
    [
      ["N1", true],
      ["N2", false],
    ],
  );
  await erase();
  assert.deepEqual(
    (await rows("contacts")).flatMap(({ lead_id }) => (lead_id === "N2" ? [lead_id] : [])),
    ["N2"],
  );
});

test("the person is found in every column that can hold what somebody sent, in rows of their own and of nobody", async () => {
  await receive("lead", { lead_id: "E1", ...ZENOBIA, phone_number: "2135550123" });
  await receive("call", { call_id: "E2", lead_id: "E1", duration: 5, disposition: "SALE", agent_name: "Dana" });
  await receive("call", { call_id: "E3", duration: 5, disposition: "NI" });
  for (const call of ["E2", "E3"]) {
    for (const column of columnsWith("calls", "sent", "person").filter((name) => name !== "call_id")) {
      const value =
        column === "extra" ? sql.fragment`'{"a":"213.555.0123"}'::jsonb` : sql.fragment`'Quill (213) 555-0123'`;
      await db.query(sql.unsafe`update calls set ${sql.identifier([column])} = ${value} where call_id = ${call}`);
    }
  }
  const events = columnsWith("call_events", "person").filter((name) => !["body", "headers", "problems"].includes(name));
  for (const column of events) {
    await db.query(sql.unsafe`
      update call_events set ${sql.identifier([column])} = 'text/plain; to="+1 213 555 0123"; Quill', contact_id = null
      where call_id in ('E2', 'E3')`);
  }
  await db.query(
    sql.unsafe`insert into agents (agent_id, name) values ('2135550123', null), (null, 'Tel 213-555-0123')`,
  );
  await db.query(sql.unsafe`insert into dispositions (code, name, stage) values ('213-555-0123', 'x', 'lost')`);
  await db.query(sql.unsafe`
    insert into convoso_names (kind, source_id, name) values ('list', '1', 'For Zenobia Quill'), ('campaign', '2', 'AEP')`);
  await db.query(sql.unsafe`
    insert into convoso_sections (section, state, answer) values ('leads', 'refused', 'No lead (213) 555-0123')`);
  await db.query(sql.unsafe`
    insert into identity_rules (key, same_as, actor)
    values ('lead:E1', 'phone:+13105550166', 'Ann'), ('phone:2135550123 name:zenobia', null, 'Ann')`);
  await db.query(sql.unsafe`
    insert into field_maps (endpoint, version, map, note, created_by)
    values ('lead', 1, '[{"key":"213-555-0123","field":null},{"key":"Mobile","field":"phoneNumber"}]', 'for Zenobia Quill', 'Ann')`);
  await db.query(sql.unsafe`insert into conversion_sweeps (code) values ('(213) 555 0123')`);
  await db.query(sql.unsafe`
    insert into audit_log (actor, action, target, details)
    values ('Ann', 'export leads', '?search=zenobia+quill', '{}'), ('Ann', 'reveal lead', '7', '{"reason":"Zenobia Quill called"}')`);
  await db.query(sql.unsafe`
    insert into replays (created_by, filter, query, state, ended_at)
    values ('Ann', '{"search":"zenobia.q@example.com"}', 'search=x', 'finished', now())`);
  await db.query(sql.unsafe`
    insert into recording_fetches (created_by, query) values ('Ann', 'campaign=Zenobia+Quill')`);
  await db.query(sql.unsafe`insert into note_runs (created_by, text) values ('Ann', 'Zenobia Quill called twice')`);
  await db.query(sql.unsafe`
    insert into ledger_windows (starts_at, ends_at, answer, asked_at, failure, reason)
    values ('2026-11-20', '2026-11-21', 'could not ask', now(), 'refused', 'Convoso refused: no lead Zenobia Quill')`);
  await db.query(sql.unsafe`
    insert into ledger_differences (call_id, window_start, kind, occurred_at, fields, body, asked_at, since)
    values ('1', '2026-11-20', 'missing_here', now(), '[]', '{"phone_number":"(213) 555-0123"}', now(), now()),
      ('2', '2026-11-20', 'differs', now(), '[{"field":"campaign","there":"Zenobia Quill","here":null}]', null, now(), now())`);
  await db.query(sql.unsafe`insert into ledger_fixes (created_by, query) values ('Ann', 'call=Zenobia+Quill')`);
  await db.query(sql.unsafe`
    select graphile_worker.add_job('fetch_recording', '{"callId":"2135550123"}', job_key => 'other', run_at => now() + interval '1 day')`);
  await db.query(sql.unsafe`select fold_figures(100000)`);
  assert.ok(isInside(await dump()));
  await erase();
  const left = await dump();
  assert.ok(!isInside(left), "the number");
  assert.ok(!/Quill/i.test(left), "the name");
  assert.equal(await countWrongFigures(db), 0);
  assert.ok(left.includes('"Mobile"') && !left.includes("lead:E1"));
  assert.deepEqual(await db.anyFirst(sql.type(Name)`select name from agents where name = 'Dana'`), ["Dana"]);
});

test("no certificate is issued while the person is still somewhere, and the page says where", async () => {
  await receive("lead", { lead_id: "G1", ...ZENOBIA, phone_number: "2135550123" });
  const looked = await look();
  assert.equal(await confirm(looked), null);
  // A job that a worker holds cannot be deleted.
  await db.query(sql.unsafe`
    select graphile_worker.add_job('fetch_recording', '{"callId":"2135550123"}', job_key => 'held')`);
  const hold = (by: string | null) =>
    db.query(
      sql.unsafe`update graphile_worker._private_jobs set locked_by = ${by}, locked_at = case when ${by}::text is null then null else now() end where key = 'held'`,
    );
  await hold("worker");
  await erasePersonNow(looked.id);
  const stopped = await findErasure(db, looked.id);
  assert.equal(stopped?.state, "found");
  assert.match(stopped?.found?.note ?? "", /still in 1 row of graphile_worker/);
  await hold(null);
  assert.ok(stopped && (await confirm(stopped)) === null);
  await erasePersonNow(looked.id);
  const done = await findErasure(db, looked.id);
  assert.equal(done?.state, "done");
  const certificate = await findCertificate(db, done?.certificate_id ?? 0);
  assert.deepEqual([certificate?.details.leads, certificate?.details.deliveries], [1, 1], "of all rounds together");
  assert.ok(!isInside(await dump()));
});

test("an address that many leads have identifies nobody", async () => {
  const filler = "none@example.com";
  await receive("lead", {
    lead_id: "F0",
    first_name: "Ann",
    last_name: "Lee",
    phone_number: "2135550123",
    email: filler,
  });
  for (let n = 1; n <= 21; n++) await receive("lead", { lead_id: `F${n}`, first_name: `P${n}`, email: filler });
  const { found } = await look();
  assert.deepEqual(
    found.leads.map(({ leadIds }) => leadIds),
    [["F0"]],
  );
  assert.deepEqual(found.common, [`e-mail address ${filler}`]);
  await erase();
  assert.equal((await rows("contacts")).filter(({ email }) => email === filler).length, 21);
});

test("a list keeps no body when a call in it was the person's, and the other calls stay", async () => {
  await receive("lead", { lead_id: "T1", ...ZENOBIA, phone_number: "2135550123" });
  await receive("call", [
    { call_id: "T-1", lead_id: "T1", agent_comment: "Has a blue door" },
    { call_id: "T-2", lead_id: "S", agent_comment: "Rang twice" },
  ]);
  await erase();
  const left = await dump();
  assert.ok(!left.includes("blue door") && left.includes("Rang twice"));
});

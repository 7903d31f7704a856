import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { notePersonSearches, SEARCHES_AN_HOUR } from "#app/features/privacy/note-person-searches.server.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const operator = { actor: "olga@example.com", role: "operator" as const, sourceAddress: "192.0.2.1" };
const viewer = { ...operator, actor: "vic@example.com", role: "viewer" as const };
const search = (query: Record<string, string>, who: typeof viewer | typeof operator = viewer) =>
  notePersonSearches(db, new URLSearchParams(query), who);
const searched = () =>
  db.anyFirst(sql.type(z.object({ target: z.string() }))`
    select target from audit_log where action = 'search for person' and actor = ${viewer.actor} order by id`);

test("a viewer's search for a whole number or address is audited once, in whichever filter, and nothing else is", async () => {
  await search({ search: "Ann" });
  await search({ search: "0123", before: "2026-01-05T10:00:00.000000Z~1234567", lead: "12345678" });
  assert.deepEqual(await searched(), []);
  await search({ search: "(213) 555-0123" });
  await search({ search: "(213) 555-0123", before: "2026-01-05T10:00:00.000000Z~1234567" });
  await search({ search: "phone:2135550124" });
  await search({ campaign: "Ann@example.com" });
  await search({ search: "2135550125" }, operator);
  assert.deepEqual(await searched(), ["(213) 555-0123", "phone:2135550124", "ann@example.com"]);
});

test("numbers in other digits, in letters, glued together or turned around are each counted", async () => {
  const walker = { ...viewer, actor: "wim@example.com" };
  const counted = async (text: string) => {
    await search({ search: text }, walker);
    const { count } = await db.one(sql.type(z.object({ count: z.number() }))`
      select count(*) as count from audit_log where action = 'search for person' and actor = ${walker.actor}`);
    return count;
  };
  assert.equal(await counted("２１３５５５０１０１"), 1);
  assert.equal(await counted("٢١٣٥٥٥٠١٠٢"), 2);
  assert.equal(await counted("213JKL01PT"), 3);
  assert.equal(await counted("ann＠example.com"), 4);
  assert.equal(await counted("2135550103/2135550104/2135550105"), 7);
  assert.equal(await counted('ann -2135550106 -"213 555 0107" -phone:2135550108'), 10);
  assert.equal(await counted("-2135550109 213 JKL 01 PU"), 12);
  assert.equal(await counted("(213) 555-0110"), 13);
  assert.equal(await counted("-dave@example.com 2135550 111"), 15);
  assert.equal(await counted("-dave@example.com 2135550 112"), 16);
  assert.equal(await counted('-dave@example.com "2135550113 erin@example.com"'), 18);
  assert.equal(await counted('-dave@example.com "erin@example.com 2135550114"'), 19);
  assert.equal(await counted("2135550 2135551"), 22);
});

test("a number in other digits stands in the log in plain ones, in which an erasure finds it", async () => {
  const dina = { ...viewer, actor: "dina@example.com" };
  await search({ search: "٢١٣٥٥٥٠١٠٢" }, dina);
  const target = await db.oneFirst(sql.type(z.object({ target: z.string() }))`
    select target from audit_log where action = 'search for person' and actor = ${dina.actor}`);
  assert.equal(target, "2135550102");
});

test("the hourly limit of searches holds for simultaneous searches in several processes", async () => {
  const numbers = Array.from({ length: 60 }, (_, index) => `21355501${String(index).padStart(2, "0")}`);
  const refusals = await Promise.all(numbers.map((number) => search({ search: number })));
  assert.equal(refusals.filter((refusal) => refusal === null).length, SEARCHES_AN_HOUR - (await firstThree()));
  assert.match(refusals.find((refusal) => refusal !== null) ?? "", /limit for viewers/);
  assert.equal((await searched()).length, SEARCHES_AN_HOUR);
  assert.equal(await search({ search: numbers[0] ?? "" }, operator), null, "others are not held up");
  assert.equal(await search({ search: "(213) 555-0123" }), null, "what was searched for before can be looked at again");
});

async function firstThree(): Promise<number> {
  return (await searched()).filter((target) => !/^213\d{7}$/.test(target)).length;
}

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Merged, mergeFields } from "#app/features/ingest/merge-fields.server.ts";

type Said = { eventId: string; fields: Record<string, string | null>; extra: Record<string, string> };

const merge = (said: readonly Said[]) =>
  said.reduce<Merged<Said["fields"]> | null>((current, delivery) => {
    const { isChanged, isNews, ...merged } = mergeFields(current, delivery);
    return merged;
  }, null);

const said = (eventId: string, fields: Said["fields"], extra: Said["extra"] = {}): Said => ({ eventId, fields, extra });

test("a blank never erases what is known", () => {
  const merged = merge([said("1", { disposition: "SALE", queue: "Q" }), said("2", { disposition: null, queue: "R" })]);
  assert.deepEqual(merged?.fields, { disposition: "SALE", queue: "R" });
  assert.deepEqual(merged?.fieldEvents, { disposition: "1" });
});

test("a length of 0 replaces no other one, newer or older, and any other one replaces it", () => {
  const known = (eventId: string, durationSeconds: number) => ({ eventId, fields: { durationSeconds }, extra: {} });
  const lengthOf = (...each: ReturnType<typeof known>[]) =>
    each.reduce<Merged<{ durationSeconds: number }> | null>((one, next) => mergeFields(one, next), null)?.fields
      .durationSeconds;
  assert.equal(lengthOf(known("1", 300), known("2", 0)), 300);
  assert.equal(lengthOf(known("2", 0), known("1", 300)), 300);
  assert.equal(lengthOf(known("1", 300), known("2", 0), known("3", 12)), 12);
  assert.equal(lengthOf(known("1", 0), known("2", 0)), 0);
});

test("an older delivery fills gaps and overrides nothing", () => {
  const merged = merge([said("2", { disposition: "SALE", queue: null }), said("1", { disposition: "NI", queue: "Q" })]);
  assert.deepEqual(merged?.fields, { disposition: "SALE", queue: "Q" });
  assert.equal(merged?.lastEventId, "2");
});

test("a field that the newest delivery left blank can still be corrected by one in between", () => {
  const first = said("1", { disposition: "NI" });
  const second = said("2", { disposition: "SALE" });
  const third = said("3", { disposition: null });
  assert.equal(merge([first, third, second])?.fields.disposition, "SALE");
});

test("a redisposition updates, and going back to the first one updates again", () => {
  const there = said("2", { disposition: "NI" });
  const back = said("3", { disposition: "SALE" });
  assert.equal(merge([said("1", { disposition: "SALE" }), there])?.fields.disposition, "NI");
  assert.equal(merge([said("1", { disposition: "SALE" }), there, back])?.fields.disposition, "SALE");
});

test("the same content in a newer delivery is no change, but is remembered as said last", () => {
  const first = merge([said("1", { disposition: "SALE" })]);
  const again = mergeFields(first, said("3", { disposition: "SALE" }));
  assert.equal(again.isChanged, false);
  assert.equal(again.isNews, true);
  const older = mergeFields(again, said("2", { disposition: "NI" }));
  assert.equal(older.fields.disposition, "SALE");
});

test("a companion goes with the field that it describes", () => {
  const companions = { disposition: ["dispositionName"] };
  const sale = mergeFields(null, said("1", { disposition: "SALE", dispositionName: "Sale" }), companions);
  const sameCode = mergeFields(sale, said("2", { disposition: "SALE", dispositionName: null }), companions);
  assert.equal(sameCode.fields.dispositionName, "Sale");
  const otherCode = mergeFields(sale, said("2", { disposition: "NI", dispositionName: null }), companions);
  assert.equal(otherCode.fields.dispositionName, null);
});

test("keys without a column are merged one by one like the fields", () => {
  const merged = merge([said("1", {}, { a: "1", b: "1" }), said("2", {}, { b: "2" })]);
  assert.deepEqual(merged?.extra, { a: "1", b: "2" });
});

test("whatever the order and however often, the same deliveries give the same row", () => {
  const value = fc.constantFrom(null, "a", "b", "c");
  const delivery = fc.record({
    fields: fc.record({ disposition: value, queue: value, campaign: value }),
    extra: fc.dictionary(fc.constantFrom("x", "y"), fc.constantFrom("1", "2")),
  });
  const deliveries = fc
    .array(delivery, { minLength: 1, maxLength: 6 })
    .map((list) => list.map((content, index) => ({ eventId: `0${index}`, ...content })));
  const scenario = deliveries.chain((list) =>
    fc.record({
      inOrder: fc.constant(list),
      shuffled: fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2, maxLength: list.length * 2 }),
    }),
  );
  fc.assert(
    fc.property(scenario, ({ inOrder, shuffled }) => {
      assert.deepEqual(normalize(merge(shuffled)), normalize(merge(inOrder)));
    }),
    { numRuns: 2000 },
  );
});

function normalize(merged: Merged<Said["fields"]> | null) {
  const sorted = (object: object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    fields: sorted(merged?.fields ?? {}),
    extra: sorted(merged?.extra ?? {}),
    lastEventId: merged?.lastEventId,
    fieldEvents: sorted(merged?.fieldEvents ?? {}),
  };
}

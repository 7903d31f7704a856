import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { queryField, readQuery } from "#app/http/read-query.server.ts";

const read = (query: string) =>
  readQuery(new Request(`http://portal.test/list?${query}`), {
    search: queryField.text,
    agent: queryField.id,
    test: queryField.yesNo,
    outcome: z.enum(["processed", "invalid"]).optional(),
    order: z.enum(["newest", "oldest"]).default("newest"),
  });

test("values are read in their own type, and empty ones count as not given", () => {
  const { values, ignored } = read("search=+Ann+&agent=7&test=no&outcome=");
  assert.deepEqual(values, { search: "Ann", agent: 7, test: false, outcome: undefined, order: "newest" });
  assert.deepEqual(ignored, []);
});

test("unusable filters are ignored and named, and the rest applies", () => {
  const { values, ignored } = read("outcome=exploded&agent=99999999999999999999&search=Ann");
  assert.deepEqual([values.outcome, values.agent, values.search], [undefined, undefined, "Ann"]);
  assert.deepEqual(ignored, ["agent", "outcome"]);
});

test("unusable values leave the default", () => {
  const { values, ignored } = read("order=sideways");
  assert.deepEqual([values.order, ignored], ["newest", ["order"]]);
});

test("a NUL character, which PostgreSQL cannot take, is not passed on", () => {
  assert.deepEqual(read("search=a%00b").ignored, ["search"]);
});

test("a place in a list by time has a time that PostgreSQL can hold", () => {
  const read = (text: string) =>
    readQuery(new Request(`http://portal.test/list?after=${text}`), { after: queryField.timeCursor }).ignored;
  assert.deepEqual(read("2026-11-22T08:00:00.123456Z~1"), []);
  for (const time of ["0000-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "2026-02-30T00:00:00Z"]) {
    assert.deepEqual(read(`${time}~1`), ["after"], time);
  }
});

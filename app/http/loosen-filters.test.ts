import assert from "node:assert/strict";
import { test } from "node:test";
import { loosenFilters } from "#app/http/loosen-filters.server.ts";

const requestOf = (query: string) => new Request(`http://portal.test/admin/super/calls?${query}`);
/** A list of 40 rows in which nothing is of campaign B, and each other filter leaves half. */
const count = async (request: Request) => {
  const query = new URL(request.url).searchParams;
  const others = [...new Set(query.keys())].filter((name) => name !== "campaign").length;
  return { count: query.has("campaign") ? 0 : Math.floor(40 / 2 ** others), isExact: true };
};

test("the filter that excludes everything is found, with the rows that it hides", async () => {
  assert.deepEqual(await loosenFilters(requestOf("campaign=B&agent=1&before=x&agent_is="), count), [
    { name: "campaign", to: "agent=1", count: 20, isExact: true },
  ]);
});

test("where no single filter does, the list without any is counted", async () => {
  const both = async (request: Request) => ({ count: new URL(request.url).search === "" ? 9 : 0, isExact: true });
  assert.deepEqual(await loosenFilters(requestOf("range=today&zone=UTC&agent=1&agent_is=not"), both), [
    { name: null, to: "", count: 9, isExact: true },
  ]);
  assert.deepEqual(await loosenFilters(requestOf("live=1&before=x"), count), []);
});

test("conditions that cannot be counted are left out", async () => {
  assert.deepEqual(await loosenFilters(requestOf("search=ann&agent=1"), async () => null), []);
});

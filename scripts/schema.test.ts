import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { describeSchema } from "#scripts/describe-schema.ts";
import { readSchema } from "#scripts/read-schema.ts";
import { createTestDatabase } from "#test/database.ts";

const { url } = await createTestDatabase();
const { tables, views, functions } = await readSchema(url);

test("docs/schema.md describes the schema of the migrations (npm run schema writes it)", async () => {
  assert.equal(readFileSync("docs/schema.md", "utf8"), await describeSchema(url));
});

test("every table, column, index, view and function says what it means", () => {
  const all = [
    ...tables,
    ...views,
    ...functions,
    ...tables.flatMap(({ name: table, columns, indexes }) =>
      [...columns, ...indexes].map(({ name, meaning }) => ({ name: `${table}.${name}`, meaning })),
    ),
  ];
  assert.ok(all.length > 200, "the tables were found");
  const silent = all.filter(({ meaning }) => !/^\S.*\.$/.test(meaning)).map(({ name }) => name);
  assert.deepEqual(silent, []);
});

test("a comment refers to a table that exists", () => {
  const names = tables.map(({ name }) => name);
  const references = tables.flatMap(({ columns }) => columns.flatMap(({ reference }) => reference?.table ?? []));
  assert.deepEqual(
    [...new Set(references)].filter((table) => !names.includes(table)),
    [],
  );
});

test("the columns that hold a lead's name and phone number are marked as personal", () => {
  const marked = tables
    .flatMap(({ name: table, columns }) => columns.map((column) => ({ ...column, name: `${table}.${column.name}` })))
    .filter(({ personalDataOf }) => personalDataOf === "lead")
    .map(({ name }) => name);
  for (const name of ["contacts.last_name", "contacts.phone_number", "calls.phone_number", "call_events.body"])
    assert.ok(marked.includes(name), name);
});

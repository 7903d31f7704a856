import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { z } from "zod";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { bodies } from "#test/real-world/bodies.ts";
import type { Case } from "#test/real-world/case.ts";
import { formats } from "#test/real-world/formats.ts";
import { identity } from "#test/real-world/identity.ts";
import { notations } from "#test/real-world/notations.ts";
import { nothing } from "#test/real-world/nothing.ts";
import { order } from "#test/real-world/order.ts";
import { tools } from "#test/real-world/tools.ts";
import { values } from "#test/real-world/values.ts";
import { events, rows } from "#test/receiving.ts";

process.env.CONVOSO_TIME_ZONE = "America/Los_Angeles";
await createTestDatabase();
beforeEach(() => emptyTables());

const Problems = z.array(z.object({ code: z.string() }));

/** The columns that an expected row names, as a table in text would show them. */
function pick(row: Record<string, unknown>, expected: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(expected).map((name) => {
      const value = row[name];
      return [name, value instanceof Date ? value.toISOString() : value];
    }),
  );
}

async function check(table: "calls" | "contacts" | "agents", expected: Record<string, unknown>[] = []) {
  const stored = await rows(table);
  assert.deepEqual(
    stored.map((row, index) => pick(row, expected[index] ?? { id: null })),
    expected,
    table,
  );
}

async function checkCase({ sent, calls, leads, agents, problems, outcomes }: Case): Promise<void> {
  for (const delivery of sent) await receiveDelivery(delivery);
  const filed = await events();
  const codes = filed.map((event) => Problems.parse(event.problems ?? []).map(({ code }) => code).sort()); // biome-ignore format: short
  assert.deepEqual(codes, problems ?? filed.map(() => []), "problems");
  if (outcomes) assert.deepEqual(filed.map(({ outcome }) => outcome), outcomes); // biome-ignore format: short
  await check("calls", calls);
  await check("contacts", leads);
  if (agents) await check("agents", agents);
}

const TABLES = { tools, bodies, formats, notations, nothing, values, identity, order };

for (const [subject, cases] of Object.entries(TABLES)) {
  for (const [name, each] of Object.entries(cases)) {
    test(`${subject}: ${name}`, () => checkCase(each));
  }
}

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { BODY_SHAPES } from "#test/body-shapes.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();

const PEOPLE = ["Ann", "Bob", "Cyd"] as const;
type Person = (typeof PEOPLE)[number];

/** What several people are sent with when their own is missing: it must join nobody. */
const SHARED = {
  id: ["", "0", "N/A", "null", "{{lead_id}}", "{{lead_id", "YOUR_LEAD_ID", "string", "1.23457E+11", "9999999999", "(null)", "unknown"],
  phone: ["", "9999999999", "000-000-0000", "anonymous", "2.39555E+09", "{{phone}}", "N/A", "555-0123", "7378742833", "+1", "x"],
  email: ["", "none@none.com", "noemail@gmail.com", "refused@yahoo.com", "N/A", "{{email}}", "test@test.com", "@"],
}; // biome-ignore format: a table

const own = {
  id: (person: Person) => [`L-${person}`, ` L-${person} `, `="L-${person}"`],
  phone: (person: Person) => {
    const last = `014${PEOPLE.indexOf(person)}`;
    return [
      `239555${last}`,
      `+1 (239) 555-${last}`,
      `tel:+1-239-555-${last}`,
      `239.555.${last} x9`,
      `Cell: 239-555-${last}`,
    ];
  },
  email: (person: Person) => [
    `${person}@mail.example`,
    `${person.toUpperCase()}@MAIL.EXAMPLE`,
    `<${person}@mail.example>`,
  ],
};

const of = (kind: keyof typeof SHARED, person: Person) =>
  fc.oneof(fc.constantFrom(...own[kind](person)), fc.constantFrom(...SHARED[kind]));

const delivery = fc.constantFrom(...PEOPLE).chain((person) =>
  fc.record({
    person: fc.constant(person),
    kind: fc.constantFrom("lead", "call"),
    shape: fc.constantFrom(...Object.keys(BODY_SHAPES).filter((name) => !/query|Latin/.test(name))),
    leadId: of("id", person),
    phone: of("phone", person),
    email: of("email", person),
    callId: fc.oneof(fc.constant(`C-${person}`), fc.constantFrom(...SHARED.id)),
    seconds: fc.constantFrom("0", "30"),
  }),
);

/** A call that only a number for "restricted" could tell from others. */
const NAMELESS_CALL = (person: Person) => ({
  ...{ person, kind: "call", shape: "JSON", leadId: "", phone: "7378742833", email: "", callId: "", seconds: "0" },
});

/** Which people's deliveries each row holds. */
const holders = (column: "contact_id" | "call_id") => sql.type(z.object({ people: z.array(z.string()) }))`
  select array_agg(distinct sent.person) as people
  from call_events join sent on sent.id = call_events.id
  group by ${sql.identifier(["call_events", column])} having ${sql.identifier(["call_events", column])} is not null`;

test("whatever ids, phones and addresses are missing or fillers, in whatever body, a row holds one person's deliveries", async () => {
  await owner().query(sql.unsafe`create table sent (id uuid, person text)`);
  await owner().query(sql.unsafe`grant all on sent to public`);
  let joined = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(delivery, { minLength: 2, maxLength: 8 }), async (deliveries) => {
      await emptyTables();
      await owner().query(sql.unsafe`truncate sent`);
      for (const { person, kind, shape, leadId, phone, email, callId, seconds } of deliveries) {
        const facts = { lead_id: leadId, phone_number: phone, email, first_name: person, last_name: `${person}son` };
        const call = kind === "call" ? { call_log_id: callId, status: "NI", length_in_sec: seconds } : {};
        const written = BODY_SHAPES[shape]?.(Object.entries({ ...facts, ...call }));
        assert.ok(written);
        const headers = new Headers(written.contentType ? { "content-type": written.contentType } : {});
        if (written.contentEncoding) headers.set("content-encoding", written.contentEncoding);
        const raw = rawDelivery(kind === "call" ? "call" : "lead", written.body, { headers });
        await db.query(sql.unsafe`insert into sent values (${raw.eventId}, ${person})`);
        await receiveDelivery(raw);
      }
      for (const column of ["contact_id", "call_id"] as const) {
        for (const { people } of await db.any(holders(column))) {
          assert.equal(people.length, 1, `${column} holds ${people.join(" and ")}`);
          joined += 1;
        }
      }
    }),
    {
      numRuns: 120,
      examples: [[[NAMELESS_CALL("Bob"), NAMELESS_CALL("Cyd")]]],
    },
  );
  assert.ok(joined > 300, `rows were made: ${joined}`);
});

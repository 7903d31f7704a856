import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { type ReadBody, readBodies, type UnreadableBody } from "#app/convoso/read-body.server.ts";
import { arbitrarySaid, type Sent } from "#test/arbitrary-said.ts";
import { BODY_SHAPES } from "#test/body-shapes.ts";

type Kind = "call" | "lead";
const receivedAt = new Date("2026-01-05T12:00:00Z");

function write(shape: string, sent: readonly Sent[]) {
  const written = BODY_SHAPES[shape]?.(sent.map(({ key, text }) => [key, text]));
  assert.ok(written);
  return { contentType: null, query: new URLSearchParams(), ...written };
}

/** Checks that each field is as it was meant, or blank, and that a blank is told. @returns how many were understood */
function compare(kind: Kind, read: ReadBody, sent: readonly Sent[], isCut = false): number {
  const parsed = parseDelivery(read, { endpoint: kind, timeZone: "UTC", receivedAt });
  const row = { ...parsed.contact, ...parsed.call } as Record<string, unknown>;
  if (parsed.call?.isDerivedId) row.callId = null;
  let understood = 0;
  for (const { field, key, text, means } of sent) {
    const value = row[field] ?? null;
    const shown = value instanceof Date ? value.toISOString() : value === null ? null : String(value);
    if (shown === means) {
      understood += 1;
      continue;
    }
    assert.equal(shown, null, `${field}, sent as ${key}=${text}, has another value`);
    const isTold = isCut || parsed.problems.some((problem) => problem.key === "body" || problem.key.includes(key));
    assert.ok(isTold, `${key}=${text} is blank without a problem`);
  }
  return understood;
}

const namesSomething = (sent: readonly Sent[]) =>
  sent.some(({ field, means }) => means !== null && ["callId", "leadId", "email", "phoneE164"].includes(field));
const isOne = (read: ReadBody[] | UnreadableBody): read is [ReadBody] => Array.isArray(read) && read.length === 1;

for (const shape of Object.keys(BODY_SHAPES)) {
  for (const kind of ["call", "lead"] as const) {
    test(`what a ${kind} says comes out as it went in, or blank with a problem: ${shape}`, () => {
      let understood = 0;
      const check = (sent: Sent[]) => {
        fc.pre(namesSomething(sent));
        const read = readBodies(write(shape, sent));
        assert.ok(isOne(read), JSON.stringify(read));
        understood += compare(kind, read[0], sent);
      };
      fc.assert(fc.property(arbitrarySaid(kind), check), { numRuns: 120 });
      assert.ok(understood > 300, `most is understood: ${understood}`);
    });
  }
}

/** A form, rows and text in the address do not say where they end. */
const SAYS_WHERE_IT_ENDS = /^(?:JSON(?! with text| in a (?:form|field))|parts|XML|names|values|PHP|a table with)/;

for (const shape of Object.keys(BODY_SHAPES).filter((name) => SAYS_WHERE_IT_ENDS.test(name))) {
  test(`a body that is cut short never gives a different value: ${shape}`, () => {
    const cut = fc.tuple(arbitrarySaid("lead"), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }));
    const check = ([sent, part]: [Sent[], number]) => {
      const whole = write(shape, sent);
      const read = readBodies({ ...whole, body: whole.body.subarray(0, Math.floor(part * whole.body.byteLength)) });
      if (isOne(read)) compare("lead", read[0], sent, true);
      else assert.ok(!Array.isArray(read), "it is no list");
    };
    fc.assert(fc.property(cut, check), { numRuns: 150 });
  });
}

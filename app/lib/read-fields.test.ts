import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { readFields } from "#app/lib/read-fields.ts";

const Form = z.object({
  name: z.string().trim().min(1).max(5),
  role: z.enum(["viewer", "admin"]),
  reason: z
    .string()
    .min(3, "Say why.")
    .refine((text) => !text.includes("!")),
});
const good = { name: "Ann", role: "viewer", reason: "because" };

test("what is wrong with a form is said in a sentence that tells what to do, by the label of the field", () => {
  assert.deepEqual(readFields(Form, good), { data: good, fault: null });
  const faults: [object, string][] = [
    [{ name: undefined }, "Fill in “Name”."],
    [{ name: " " }, "Fill in “Name”."],
    [{ name: "Annabel" }, "“Name” is too long. It may have 5 characters."],
    [{ role: "owner" }, "Choose one of the offered values for “role”."],
    [{ role: undefined }, "Choose one of the offered values for “role”."],
    [{ reason: "x" }, "Say why."],
    [{ reason: "because!" }, "“reason” holds something that cannot be stored. Type it again."],
  ];
  for (const [changed, says] of faults) {
    assert.equal(readFields(Form, { ...good, ...changed }, { name: "Name" }).fault, says);
  }
  assert.match(readFields(Form, null).fault ?? "", /incomplete/);
});

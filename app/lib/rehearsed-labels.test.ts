import assert from "node:assert/strict";
import { test } from "node:test";
import { rehearsedLabel } from "#app/lib/rehearsed-labels.ts";

test("a column is called as on the page of its row, and bookkeeping has no label", () => {
  assert.equal(rehearsedLabel("calls", "contact_id"), "Lead");
  assert.equal(rehearsedLabel("contacts", "phone_e164"), "Phone");
  assert.equal(rehearsedLabel("call_events", "contact_id"), "Lead");
  for (const column of ["last_event_id", "field_events", "looks_like_several", "provisional", "id"]) {
    assert.equal(rehearsedLabel("contacts", column), null);
  }
});

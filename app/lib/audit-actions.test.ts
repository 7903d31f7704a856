import assert from "node:assert/strict";
import { test } from "node:test";
import { AUDIT_ACTIONS, auditLink, auditWords } from "#app/lib/audit-actions.ts";

test("every action has its own words", () => {
  const words = Object.keys(AUDIT_ACTIONS).map(auditWords);
  assert.equal(new Set(words).size, words.length);
});

test("what an action was done to is linked to its page, whatever characters identify it", () => {
  const linkOf = (action: keyof typeof AUDIT_ACTIONS, target: string | null) =>
    auditLink({ id: 7, action, target })?.to;
  assert.equal(linkOf("play recording", "a/b"), "/admin/super/calls/a~2fb");
  assert.equal(linkOf("reveal lead", "12"), "/admin/super/leads/12");
  assert.equal(linkOf("change disposition", "NO & YES"), "/admin/super/dispositions?code=NO%20%26%20YES");
  assert.equal(linkOf("stop replay", "3"), "/admin/super/replays/3");
  assert.equal(linkOf("erase person", null), "/admin/super/erase/7");
});

test("targets without a page, erased or masked are not linked", () => {
  const entries = [
    { action: "invite user", target: "ann@example.com" },
    { action: "reveal call", target: "[erased]" },
    { action: "reveal call", target: "+1 ••• ••• ••42" },
    { action: "sign in", target: null },
  ];
  for (const entry of entries) assert.equal(auditLink({ id: 7, ...entry }), null);
});

test("an action that this version does not know is shown as it was recorded", () => {
  assert.equal(auditWords("fly to the moon"), "Fly to the moon");
  assert.equal(auditWords("constructor"), "Constructor");
  assert.equal(auditLink({ id: 7, action: "fly to the moon", target: "12" }), null);
});

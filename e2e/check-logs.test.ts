import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkLogs } from "./check-logs.ts";

const SECRETS = ["a secret of two+three words", "tok_9f3a71c0"];
const folder = mkdtempSync(join(tmpdir(), "portal-logs-"));
after(() => rmSync(folder, { recursive: true }));

/** What a day without leaks says, with much that looks like a phone number or an address and is none. */
const CLEAN = [
  { level: 30, time: 1795385878806, address: { address: "127.0.0.1", port: 36551 }, msg: "web is listening" },
  { level: 50, time: 1795386124714, err: { stack: "at query (node_modules/@slonik/pg-driver/dist/a.js:228:42)" } },
  {
    level: 40,
    eventId: "01a2055a-2998-73dc-a006-9b670ff51435",
    msg: "a delivery could not be applied",
    ms: 213.555,
  },
  { level: 10, callId: "2135550555012", query: "?phone=[redacted]", shown: "(•••) •••-0123", mail: "z•••@•••" },
].map((line) => JSON.stringify(line));

function look(...lines: string[]): void {
  const file = join(folder, "web-0.log");
  writeFileSync(file, lines.join("\n"));
  checkLogs([file], SECRETS);
}

test("logs without a leak pass", () => {
  look(...CLEAN);
});

const leaks = {
  "a secret": SECRETS[1] ?? "",
  "a secret in a URL": `POST /api/webhooks/convoso?key=${encodeURIComponent(SECRETS[0] ?? "")}`,
  "a secret in a form": `key=a+secret+of+two%2Bthree+words`,
  "a secret in Authorization": `Basic ${Buffer.from(SECRETS[0] ?? "").toString("base64")}`,
  "a session": "cookie: __Host-portal_session=abc",
  "a phone as E.164": '{"phone_e164":"+12135550123"}',
  "a phone with its country code": "phone 1 213 555 0123",
  "a national phone": '"phone_number":"2135550123"',
  "a formatted phone": "called (213) 555-0123 back",
  "a dotted phone": "213.555.0123",
  "a phone in a URL": "search=%28213%29%20555-0123",
  "a phone of anybody in a URL": "?search=%2B13105559876",
  "an e-mail address": '"detail":"Key (email)=(zenobia.quill@example.com) already exists."',
  "an e-mail address in a URL": "?email=zenobia%40example.com",
};

test("a leak of every kind is found, and no secret is repeated", () => {
  for (const [what, leak] of Object.entries(leaks)) {
    const isTold = ({ message }: Error) =>
      /holds a/.test(message) && !SECRETS.some((secret) => message.includes(secret));
    assert.throws(() => look(...CLEAN, leak), isTold, what);
  }
});

test("a log that is empty or missing proves nothing, nor does a secret that is empty", () => {
  assert.throws(() => look(""), /proves nothing/);
  assert.throws(() => checkLogs([join(folder, "none.log")], []), /ENOENT/);
  assert.throws(() => checkLogs([join(folder, "web-0.log")], [""]), /empty/);
});

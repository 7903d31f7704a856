import assert from "node:assert/strict";
import { test } from "node:test";
import { redactHeaders, redactQuery } from "#app/convoso/redact.server.ts";

process.env.DATABASE_URL = "postgres://portal@localhost/portal";

test("headers that carry credentials are hidden, others are not", () => {
  const hidden = [
    ...["authorization", "proxy-authorization", "cookie", "x-webhook-secret", "x-convoso-signature", "x-api-key"],
    ...["x-hook-token", "x-apikey", "x-vercel-oidc-token"],
  ];
  const headers = new Headers(hidden.map((name): [string, string] => [name, "hunter2"]));
  headers.set("content-type", "application/json");
  const redacted = redactHeaders(headers);
  assert.deepEqual(new Set(hidden.map((name) => redacted[name])), new Set(["[redacted]"]));
  assert.equal(redacted["content-type"], "application/json");
});

test("a credential that a proxy copied into another header is hidden too", () => {
  const headers = new Headers({
    "x-forwarded-uri": "/api/webhooks/convoso?key=hunter2&a=1",
    "x-sc-headers": '{"Authorization":"Bearer hunter2"}',
  });
  assert.equal(JSON.stringify(redactHeaders(headers)).includes("hunter2"), false);
});

test("the query keeps everything but the credentials", () => {
  const query = new URLSearchParams(
    "lead_id=5&key=hunter2&Auth_Token=hunter2&password=hunter2&name=Ann+Lee&key=hunter2",
  );
  assert.equal(
    redactQuery(query),
    "lead_id=5&key=[redacted]&Auth_Token=[redacted]&password=[redacted]&name=Ann%20Lee&key=[redacted]",
  );
  assert.equal(redactQuery(new URLSearchParams()), "");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { redactSecrets, redactSecretsInBody } from "#app/convoso/redact-secrets.server.ts";
import { env } from "#app/env.server.ts";

process.env.DATABASE_URL = "postgres://portal@localhost/portal";

const Secret = fc
  .string({ unit: "grapheme-ascii", minLength: 8, maxLength: 40 })
  .filter((text) => text.trim() === text);

/** How a sender may write a text, and how it is read back. */
const writings: Record<string, [write: (text: string) => string, read: (text: string) => string]> = {
  plain: [(text) => text, (text) => text],
  percent: [encodeURIComponent, decodeURIComponent],
  form: [(text) => new URLSearchParams({ a: text }).toString(), (text) => new URLSearchParams(text).get("a") ?? ""],
  json: [(text) => JSON.stringify({ a: text }), (text) => JSON.parse(text).a],
  "json in json": [(text) => JSON.stringify(JSON.stringify({ a: text })), (text) => JSON.parse(JSON.parse(text)).a],
  "json with codes": [
    (text) =>
      `{"a":"${units(text)
        .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
        .join("")}"}`,
    (text) => JSON.parse(text).a,
  ],
  "json with slashes": [(text) => JSON.stringify({ a: text }).replaceAll("/", "\\/"), (text) => JSON.parse(text).a],
  "every byte in percent": [
    (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    decodeURIComponent,
  ],
  "percent twice": [
    (text) => encodeURIComponent(encodeURIComponent(text)),
    (text) => decodeURIComponent(decodeURIComponent(text)),
  ],
  base64: [(text) => Buffer.from(text).toString("base64"), (text) => Buffer.from(text, "base64").toString()],
};
const units = (text: string) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

test("a configured secret is left in no text and no body, however it is written", () => {
  fc.assert(
    fc.property(Secret, fc.string(), fc.constantFrom(...Object.keys(writings)), (secret, around, writing) => {
      Object.assign(env(), { CONVOSO_WEBHOOK_SECRET: ["the other secret", secret] });
      const [write, read] = writings[writing] ?? [String, String];
      const sent = write(around.toWellFormed() + secret + around.toWellFormed());
      assert.ok(!read(redactSecrets(sent)).includes(secret), sent);
      const body = Buffer.from(redactSecretsInBody(Buffer.from(sent))).toString();
      assert.ok(!read(body).includes(secret), sent);
    }),
    {
      examples: [
        ["\\       #", "", "json"],
        ["8 letter", "", "base64"],
      ],
      numRuns: 1_000,
    },
  );
});

test("a secret in Basic credentials is hidden under any name, and other texts stay as they are", () => {
  Object.assign(env(), { CONVOSO_WEBHOOK_SECRET: ["the webhook secret"], CONVOSO_AUTH_TOKEN: "a token of Convoso" });
  assert.equal(redactSecrets(Buffer.from("convoso:the webhook secret").toString("base64")), "[redacted]");
  assert.equal(redactSecrets("say a token of Convoso"), "say [redacted]");
  const other = "aGVsbG8gd29ybGQgYW5kIG90aGVycw== a webhook, a token";
  assert.equal(redactSecrets(other), other);
  const body = Buffer.from('{"call_id":"5"}');
  assert.equal(redactSecretsInBody(body), body);
});

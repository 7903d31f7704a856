import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { verifyDelivery } from "#app/convoso/verify-delivery.server.ts";

const body = new Uint8Array([123, 0, 255, 125]);
const sign = (secret: string, encoding: "hex" | "base64" | "base64url") =>
  createHmac("sha256", secret).update(body).digest(encoding);

function verify(headers: Record<string, string>, query = "", secrets = ["old secret", "s3cr+t/="]) {
  return verifyDelivery({ secrets, headers: new Headers(headers), query: new URLSearchParams(query), body });
}

function by(headers: Record<string, string>, query = "") {
  const result = verify(headers, query);
  return result.ok ? result.by : result.reason;
}

test("without a secret set, everything is accepted", () => {
  assert.deepEqual(verify({}, "", []), { ok: true, by: "unsigned-allowed" });
});

test("the signature is accepted in hex or base64, with or without its prefix, by any of the secrets", () => {
  const hex = sign("s3cr+t/=", "hex");
  for (const signature of [
    ...[hex, hex.toUpperCase(), `sha256=${hex}`, `SHA256=${hex}`, sign("old secret", "hex")],
    ...[sign("s3cr+t/=", "base64"), `sha256=${sign("s3cr+t/=", "base64")}`, sign("s3cr+t/=", "base64url")],
  ]) {
    assert.equal(by({ "x-convoso-signature": signature }), "signature", signature);
  }
});

test("a wrong signature is refused, even beside the right secret", () => {
  for (const signature of [sign("other", "hex"), "sha256=", "sha256=00", "s3cr+t/=", "ü", "a".repeat(9000)]) {
    assert.equal(verify({ "x-convoso-signature": signature, "x-webhook-secret": "s3cr+t/=" }).ok, false, signature);
  }
});

test("the plain secret is accepted where Convoso can put it", () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  assert.equal(by({ "x-webhook-secret": "s3cr+t/=" }), "header");
  for (const value of ["Bearer s3cr+t/=", "bearer s3cr+t/=", "s3cr+t/=", "old secret", "Token s3cr+t/="]) {
    assert.equal(by({ authorization: value }), "authorization", value);
  }
  for (const pair of ["convoso:s3cr+t/=", "s3cr+t/=:", "s3cr+t/=:x", ":old secret"]) {
    assert.equal(by({ authorization: basic(pair) }), "authorization", pair);
  }
  assert.equal(by({}, "key=s3cr%2Bt%2F%3D"), "query");
  assert.equal(by({}, "key=s3cr+t/="), "query");
  assert.equal(by({ "x-webhook-secret": "wrong" }, "key=old+secret"), "query");
  assert.equal(by({ "x-convoso-signature": "" }, "key=old+secret"), "query");
});

test("a missing secret and a wrong one are refused, and told apart", () => {
  assert.equal(by({}), "The delivery has no secret.");
  assert.equal(by({ "x-webhook-secret": "wrong" }), "The secret of the delivery is wrong.");
  assert.equal(by({ authorization: "Basic !!!" }), "The secret of the delivery is wrong.");
  assert.equal(by({}, "key="), "The secret of the delivery is wrong.");
  assert.equal(by({}, "key=s3cr"), "The secret of the delivery is wrong.");
});

test("a blank secret opens nothing", () => {
  for (const query of ["", "key="]) assert.equal(verify({ authorization: "Basic Og==" }, query, [""]).ok, false);
  const signature = createHmac("sha256", "").update(body).digest("hex");
  assert.equal(verify({ "x-convoso-signature": signature }, "", [""]).ok, false);
});

test("an answer never holds a secret", () => {
  assert.equal(JSON.stringify(verify({ "x-webhook-secret": "wrong" })).match(/s3cr|old secret|wrong[^.]/), null);
});

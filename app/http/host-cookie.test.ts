import assert from "node:assert/strict";
import { test } from "node:test";
import { env } from "#app/env.server.ts";
import { hostCookie } from "#app/http/host-cookie.server.ts";

process.env.DATABASE_URL = "postgres://portal@localhost/portal";

const cookie = hostCookie("portal_test", 60);
const over = (url: string, header = "") => new Request(url, { headers: { cookie: header } });
const sent = (line: string) => line.split(";")[0] ?? "";

test("behind TLS a cookie is Secure, and bound to this very host by its prefix", async () => {
  const line = await cookie.set(over("https://portal.example.com/"), "value");
  assert.match(line, /^__Host-portal_test=[^;]+; Max-Age=60; Path=\/;.* HttpOnly; Secure; SameSite=Lax$/);
  assert.doesNotMatch(line, /Domain/);
  assert.equal(await cookie.read(over("https://portal.example.com/", sent(line))), "value");
});

test("without TLS, on this machine, it is neither, and scripts cannot read it all the same", async () => {
  const line = await cookie.set(over("http://127.0.0.1:3000/"), "value");
  assert.match(line, /^portal_test=[^;]+; Max-Age=60; Path=\/;.* HttpOnly; SameSite=Lax$/);
  assert.equal(await cookie.read(over("http://127.0.0.1:3000/", sent(line))), "value");
});

test("behind TLS a cookie without the prefix, which a neighbouring host could have planted, is not looked at", async () => {
  const planted = sent(await cookie.set(over("http://127.0.0.1:3000/"), "value"));
  assert.equal(await cookie.read(over("https://portal.example.com/", planted)), null);
});

test("it is taken away under the name that it was given", async () => {
  assert.match(await cookie.end(over("https://portal.example.com/")), /^__Host-portal_test=[^;]*; Max-Age=0; Path=\//);
});

test("with a PUBLIC_URL over TLS it is Secure even if no proxy is trusted to say so", async (t) => {
  t.after(() => Object.assign(env(), { PUBLIC_URL: undefined }));
  Object.assign(env(), { PUBLIC_URL: "https://portal.example.com" });
  const line = await cookie.set(over("http://10.0.0.5:3000/"), "value");
  assert.match(line, /^__Host-portal_test=.*; Secure;/);
  assert.equal(await cookie.read(over("http://10.0.0.5:3000/", sent(line))), "value");
});

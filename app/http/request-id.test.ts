import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { test } from "node:test";

process.env.DATABASE_URL = "postgres://nobody@127.0.0.1/nowhere";
const { env } = await import("#app/env.server.ts");
const { requestIdOf } = await import("#app/http/request-id.server.ts");

const of = (id?: string) => requestIdOf({ headers: { "x-request-id": id } } as unknown as IncomingMessage);
const NEW = /^[0-9a-f-]{36}$/;

test("a request keeps the id that our proxy gave it, and a stranger cannot choose one or break a line with it", () => {
  env().TRUST_PROXY = 1;
  assert.equal(of("from-our-proxy:7"), "from-our-proxy:7");
  for (const odd of [undefined, "", "short", "a".repeat(200), 'broken"\nline of the log']) assert.match(of(odd), NEW);
  env().TRUST_PROXY = 0;
  assert.match(of("from-a-stranger"), NEW);
  assert.notEqual(of(), of());
});

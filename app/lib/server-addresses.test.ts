import assert from "node:assert/strict";
import { test } from "node:test";
import { serverAddresses } from "#app/lib/server-addresses.ts";

test("each server of a URL gets its own URL, with the user, the database and the parameters", () => {
  assert.deepEqual(serverAddresses("postgres://a:p%40ss@one:5432,[::1]:5433,two/portal?sslmode=require"), [
    "postgres://a:p%40ss@one:5432/portal?sslmode=require",
    "postgres://a:p%40ss@[::1]:5433/portal?sslmode=require",
    "postgres://a:p%40ss@two/portal?sslmode=require",
  ]);
  assert.deepEqual(serverAddresses("postgresql://one/portal"), ["postgresql://one/portal"]);
});

test("a URL with one wrong server names none", () => {
  for (const wrong of ["mysql://one/portal", "postgres://a@one:x,two/portal", "postgres://a@one,/portal"])
    assert.deepEqual(serverAddresses(wrong), [], wrong);
});

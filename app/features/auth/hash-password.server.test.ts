import assert from "node:assert/strict";
import { test } from "node:test";
import { hashPassword, isPasswordOf } from "#app/features/auth/hash-password.server.ts";

test("a password is known again by its argon2id hash, and another one is not", async () => {
  const hash = await hashPassword("correct horse battery staple");
  assert.match(hash, /^\$argon2id\$v=19\$m=47104,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.equal(await isPasswordOf(hash, "correct horse battery staple"), true);
  assert.equal(await isPasswordOf(hash, "correct horse battery stapler"), false);
});

test("the same password has another hash each time", async () => {
  assert.notEqual(await hashPassword("the same password"), await hashPassword("the same password"));
});

test("a hash that another program made with other costs is understood", async () => {
  // The reference implementation's own test: argon2id, 64 MiB, 2 passes, "password" with the salt "somesalt".
  const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  assert.equal(await isPasswordOf(reference, "password"), true);
  assert.equal(await isPasswordOf(reference, "differentpassword"), false);
});

test("letters that look the same are the same, however the keyboard composed them", async () => {
  assert.equal(
    await isPasswordOf(await hashPassword("zwölf Töne und mehr"), "zwölf Töne und mehr".normalize("NFD")),
    true,
  );
});

test("without a hash no password is right, not even an empty one", async () => {
  assert.equal(await isPasswordOf(null, ""), false);
});

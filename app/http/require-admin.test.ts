import assert from "node:assert/strict";
import { test } from "node:test";
import { pool } from "#app/db/connection/pool.server.ts";
import { BUILT_IN_ADMIN, closeSession, openSession } from "#app/features/auth/sessions.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { sessionCookie } from "#app/http/session-cookie.server.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const url = "http://localhost/admin/super";
const visitor = { sourceAddress: null, userAgent: null, oldToken: null };

async function signedIn(): Promise<{ token: string; ask: (method?: string) => Request }> {
  const token = await openSession(db, BUILT_IN_ADMIN, "password", visitor);
  const cookie = (await sessionCookie(new Request(url), token)).split(";")[0] as string;
  const ask = (method = "GET") => new Request(url, { method, headers: { cookie, origin: "http://localhost" } });
  return { token, ask };
}
const isSentAway = (thrown: unknown) => thrown instanceof Response && thrown.status === 302;

test("the loaders of one request are told who asks by one look, and the next request by a new one", async () => {
  const { token, ask } = await signedIn();
  const context = {};
  const admin = await requireAdmin(ask(), context);
  await closeSession(db, token, admin);
  assert.equal((await requireAdmin(ask(), context)).actor, admin.actor);
  await assert.rejects(requireAdmin(ask(), {}), isSentAway);
  await assert.rejects(requireAdmin(ask()), isSentAway);
});

test("what is shared is neither somebody else's nor from before an action", async () => {
  const { token, ask } = await signedIn();
  const other = await signedIn();
  const context = {};
  const admin = await requireAdmin(ask("POST"), context);
  await closeSession(db, token, admin);
  await assert.rejects(requireAdmin(ask(), context), isSentAway);
  assert.equal((await requireAdmin(other.ask(), context)).actor, "admin");
  await closeSession(db, other.token, admin);
  await assert.rejects(requireAdmin(other.ask("POST"), context), isSentAway);
  await assert.rejects(requireAdmin(ask(), context), isSentAway);
});

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { sql } from "slonik";
import ts from "typescript";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { BUILT_IN_ADMIN, openSession } from "#app/features/auth/sessions.server.ts";
import { adminAction, adminLoader, readingLoader } from "#app/http/admin-loader.server.ts";
import { sessionCookie } from "#app/http/session-cookie.server.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const ONE = sql.type(z.object({ one: z.number() }))`select 1 as one`;
const url = "http://localhost/admin/super";

/** What Remix hands to a loader, from somebody who is signed in. */
async function signedIn(init: RequestInit = {}) {
  const visitor = { sourceAddress: null, userAgent: null, oldToken: null };
  const token = await openSession(db, BUILT_IN_ADMIN, "password", visitor);
  const cookie = (await sessionCookie(new Request(url), token)).split(";")[0] as string;
  const request = new Request(url, { ...init, headers: { cookie, origin: "http://localhost" } });
  return { request, params: {}, context: {} };
}

function statusOf(work: Promise<unknown>): Promise<number> {
  return work.then(
    () => assert.fail("nothing was thrown"),
    (thrown) => (thrown instanceof Response ? thrown.status : assert.fail(thrown)),
  );
}

type Entrance = { name: string; guard: string | null; isPure?: boolean };

/** The loaders and actions that a module exports, in whatever way, each with the function whose call it is. */
function findEntrances(path: string): Entrance[] {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  return file.statements.flatMap((statement): Entrance[] => {
    if (ts.isExportDeclaration(statement))
      return [{ name: `perhaps a loader: ${statement.getText(file)}`, guard: null }];
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? "default", guard: null }];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.map(({ name, initializer }) => ({
      name: name.getText(file),
      guard: initializer && ts.isCallExpression(initializer) ? initializer.expression.getText(file) : null,
      isPure: initializer?.getFullText(file).includes("@__PURE__") ?? false,
    }));
  });
}

test("every loader and action of the portal is made by adminLoader, fileLoader or adminAction", () => {
  const modules = globSync(["app/routes/admin.super*.{ts,tsx}", "app/routes/admin.super*/route.{ts,tsx}"]);
  const entrances = modules.flatMap((path) => findEntrances(path).map((entrance) => ({ path, ...entrance })));
  const guards = ["loader adminLoader", "loader readingLoader", "loader fileLoader", "action adminAction"];
  const open = entrances.filter(
    ({ name, guard }) => /loader|action/i.test(name) && !guards.includes(`${name} ${guard}`),
  );
  assert.deepEqual(open, []);
  assert.ok(entrances.filter(({ guard }) => guard?.endsWith("Loader")).length >= 30, "it looks at the right files");
});

test("every loader and action is marked as pure, without which browsers would call it and no page would have JavaScript", () => {
  const modules = globSync(["app/routes/**/*.{ts,tsx}"]);
  const calls = modules.flatMap((path) => findEntrances(path).map((entrance) => ({ path, ...entrance })));
  assert.deepEqual(
    calls.filter(({ guard, isPure }) => guard !== null && !isPure),
    [],
  );
});

test("a loader and an action get who asks, the database, and rows masked for their role", async () => {
  const load = adminLoader("viewer", async ({ admin, db, shown }) => [admin.actor, await db.oneFirst(ONE), shown]);
  const [actor, one, shown] = await load(await signedIn());
  assert.deepEqual([actor, one, (shown as { isMasked: boolean }).isMasked], ["admin", 1, false]);
  const act = adminAction("admin", ({ form }) => form.get("name"));
  assert.equal(await act(await signedIn({ method: "POST", body: new URLSearchParams({ name: "Ann" }) })), "Ann");
});

test("nothing of a loader runs for somebody who is not signed in, or an action for a form that cannot be read", async () => {
  const run = () => assert.fail("it ran");
  const stranger = { request: new Request(url), params: {}, context: {} };
  assert.equal(await statusOf(adminLoader("viewer", run)(stranger)), 302);
  assert.equal(await statusOf(readingLoader("viewer", run)(stranger)), 302);
  assert.equal(await statusOf(adminAction("viewer", run)(await signedIn({ method: "POST", body: "x" }))), 400);
});

test("a database that goes away in the middle of a page is told once, as 503", async () => {
  const load = adminLoader("viewer", async () => {
    throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  });
  assert.equal(await statusOf(load(await signedIn())), 503);
});

test("any other fault of a page stays a fault", async () => {
  const load = adminLoader("viewer", () => {
    throw new TypeError("a fault of ours");
  });
  await assert.rejects(load(await signedIn()), TypeError);
});

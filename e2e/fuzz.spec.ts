import { expect, test } from "@playwright/test";
import { createCookie } from "@remix-run/node";
import { newToken, tokenSha256 } from "#app/features/auth/tokens.server.ts";
import { makeRows } from "./fill-path.ts";
import { type Case, makeCases, NAMES } from "./fuzz-cases.ts";
import { digestGuarded, lastAuditEntry } from "./fuzz-rows.ts";
import { addPerson, openAdminSession, postForm } from "./people.ts";
import { query } from "./query.ts";
import { RAW_WORDS, withoutScripts } from "./raw-words.ts";
import { VISITORS, type Visitor } from "./route-table.ts";
import { type Stack, startStack } from "./stack.ts";

/**
 * How many requests all visitors send, at about 6.5 ms of processor time each. Each run draws others; from about
 * FUZZ_REQUESTS=70000 on, one run takes every turn of route, form and name.
 */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 8_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
/** So many at a time, over connections that are kept. */
const AT_ONCE = 8;
/** Of all requests, so many to the routes for programs, which ask nobody who they are. */
const SHARE_OF_PROGRAMS = 0.1;

const PERSON = {
  lead_id: "F1",
  phone_number: "(213) 555-0178",
  email: "zenobia.quill@example.com",
  address1: "12 Secret Lane",
};
const LEAKS = /213\D{0,6}555\D{0,6}0178|zenobia\.quill(@|%40)|12 Secret Lane/i;

/** A session as the database keeps it: signing in again and again would be throttled. */
async function openSession(stack: Stack, visitor: Visitor): Promise<string> {
  if (visitor === "anonymous") return "";
  if (visitor === "admin") return openAdminSession(stack);
  const token = newToken();
  await query(
    stack,
    `insert into admin_sessions (token_sha256, actor, user_id, expires_at)
     select $1, email, id, now() + interval '1 hour' from users where email = $2`,
    [tokenSha256(token), `fuzz-${visitor}@example.com`],
  );
  return (await createCookie("portal_session").serialize(token)).split(";")[0] ?? "";
}

/** Sends all of them, {@link AT_ONCE} at a time. @returns how many answers came to a visitor who was still signed in */
async function send(stack: Stack, cases: readonly Case[], visitor: Visitor): Promise<number> {
  const isMasked = visitor === "anonymous" || visitor === "viewer" || visitor === "listener";
  let cookie = await openSession(stack, visitor);
  let [next, signedIn] = [0, 0];
  const lane = async () => {
    for (let one = cases[next++]; one; one = cases[next++]) {
      const { path, form } = one;
      const url = stack.portalUrl + path;
      const sent = cookie;
      const response = await (form
        ? postForm(url, form, { cookie })
        : fetch(url, { redirect: "manual", headers: { cookie } }));
      const text = await response.text();
      const what = `seed ${SEED}: ${form ? `POST ${JSON.stringify(form)} to` : "GET"} ${path} as ${visitor}`;
      expect(response.status < 500 || isBusy(response), `${response.status} for ${what}`).toBe(true);
      if (form) expect(RAW_WORDS.exec(withoutScripts(text))?.[0], what).toBeUndefined();
      if (isMasked && !path.includes("/reveal") && LEAKS.test(text)) throw new Error(`A person is shown for ${what}`);
      const isOut = response.headers.get("location")?.startsWith("/sign-in?next=") ?? false;
      if (!isOut) signedIn += 1;
      else if (visitor !== "anonymous" && sent === cookie) cookie = await openSession(stack, visitor);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return signedIn;
}

/** Told to wait, as by exports of which many run. */
const isBusy = ({ status, headers }: Response) => status === 503 && headers.has("retry-after");

test("whatever anybody puts into any form or address, no page fails, and nobody sees or changes what they may not", async () => {
  test.setTimeout(200_000 + REQUESTS * 100);
  const stack = await startStack(300); // what an admin changes here would change the other journeys
  expect(NAMES).toEqual(expect.arrayContaining(["search", "before", "phone", "sure"]));
  const ids = await makeRows(stack);
  const headers = { "content-type": "application/json" };
  const lead = { method: "POST", headers, body: JSON.stringify(PERSON) };
  expect((await fetch(`${stack.portalUrl}/api/webhooks/convoso-leads`, lead)).status).toBe(200);
  const admin = await openAdminSession(stack);
  for (const role of ["viewer", "listener", "operator"] as const) {
    await addPerson(stack, admin, `fuzz-${role}@example.com`, role, ids.campaign);
  }
  await stack.stopWorker(); // what changes from here on, a request changed
  const begun = performance.now();
  const guarding = async (visitor: Visitor | "program", work: () => Promise<void>) => {
    const last = await lastAuditEntry(stack.databaseUrl);
    const before = await digestGuarded(stack.databaseUrl, visitor, last);
    await work();
    expect(await digestGuarded(stack.databaseUrl, visitor, last), `seed ${SEED}: rows after ${visitor}`).toEqual(
      before,
    );
  };
  const forPages = Math.round((REQUESTS * (1 - SHARE_OF_PROGRAMS)) / VISITORS.length);
  let turns = 0;
  for (const [nth, visitor] of VISITORS.entries()) {
    await guarding(visitor, async () => {
      const made = makeCases(ids, { count: forPages, seed: SEED + nth, forPrograms: false });
      turns = made.turns;
      const signedIn = await send(stack, made.cases, visitor);
      if (visitor !== "anonymous") expect(signedIn, "most were sent signed in").toBeGreaterThan(forPages * 0.9);
    });
  }
  const count = Math.round(REQUESTS * SHARE_OF_PROGRAMS);
  await guarding("program", async () => {
    await send(stack, makeCases(ids, { count, seed: SEED, forPrograms: true }).cases, "anonymous");
  });
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(
    `${forPages * VISITORS.length + count} requests in ${seconds} s, seed ${SEED}; ` +
      `each visitor took ${Math.min(turns, Math.ceil(forPages / 2))} of ${turns} turns of route, form and name`,
  );
  await stack.stop();
});

import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { ROLES } from "#app/lib/roles.ts";
import { fillPath, type Ids, makeRows } from "./fill-path.ts";
import { expect, test } from "./fixtures.ts";
import { addPerson, openAdminSession, openSessionOf, type Person, postForm } from "./people.ts";
import { type Answers, type Row, routeTable, VISITORS, type Visitor } from "./route-table.ts";
import type { Stack } from "./stack.ts";

type Sessions = { cookieOf: (visitor: Visitor) => Promise<string>; forget: (visitor: Visitor) => void };

const OTHER_METHODS = ["PUT", "PATCH", "DELETE"];

/** The routes of the build that answer by themselves. Asked of plain Node: Playwright would compile what it imports. */
function listRoutes(): { id: string; takesPosts: boolean }[] {
  const list = `import("./build/index.js").then(({ routes }) => console.log(JSON.stringify(
    Object.values(routes).filter(({ module }) => module.loader || module.action)
      .map(({ id, module }) => ({ id, takesPosts: Boolean(module.action) })))))`;
  return JSON.parse(execFileSync(process.execPath, ["--eval", list], { encoding: "utf8" }));
}

test("every route of the build has a row in the table, and every row a route", async () => {
  const routes = listRoutes();
  const takingPosts = routes.filter(({ takesPosts }) => takesPosts).map(({ id }) => id);
  const rows = Object.entries(routeTable);
  expect(rows.map(([id]) => id).sort()).toEqual(routes.map(({ id }) => id).sort());
  expect(
    rows
      .filter(([id, { posts }]) => posts && id !== "routes/_index") // a post to "/" is answered before it reaches a route
      .map(([id]) => id)
      .sort(),
    "those that take posts",
  ).toEqual(takingPosts.sort());
});

test.describe("each visitor gets what the table says, and nothing more", () => {
  let ids: Ids;
  let sessions: Sessions;
  test.beforeAll(async ({ stack }) => {
    ids = await makeRows(stack);
    sessions = await openSessions(stack, ids.campaign ?? "");
  });

  for (const [id, row] of Object.entries(routeTable)) {
    test(id, async ({ stack }) => {
      test.setTimeout(120_000);
      const url = stack.portalUrl + fillPath(row.path, ids);
      for (const visitor of VISITORS) {
        const ask = async (init: RequestInit = {}, at = url) => {
          const headers = { ...(init.headers as Record<string, string>), cookie: await sessions.cookieOf(visitor) };
          return fetch(at, { redirect: "manual", ...init, headers });
        };
        expect(await answerOf(await ask()), `GET as ${visitor}`).toBe(row.get[visitor]);
        await expectSameOfData(row, visitor, url, ask);
        for (const { form, answers } of row.posts ?? [{ form: {}, answers: NO_POSTS }]) {
          const what = `${JSON.stringify(form)} as ${visitor}`;
          for (const headers of FOREIGN) {
            const init = { method: "POST", body: new URLSearchParams(form), headers };
            const refused = row.isForPrograms ? answers[visitor] : 403;
            expect(await answerOf(await ask(init)), `POST ${what}, ${JSON.stringify(headers)}`).toBe(refused);
          }
          const cookie = await sessions.cookieOf(visitor);
          expect(await answerOf(await postForm(url, form, { cookie })), `POST ${what}`).toBe(answers[visitor]);
          if (row.path === "/sign-out") sessions.forget(visitor);
          if (answers[visitor] !== 403 && answers[visitor] !== "sign-in") continue;
          for (const method of OTHER_METHODS) {
            const init = { method, body: new URLSearchParams(form) };
            expect(await answerOf(await ask(init)), `${method} ${what}`).toBe(answers[visitor]);
          }
        }
      }
    });
  }
});

/** What an address may hold that no page of ours makes. */
const ODD = [
  "x",
  "-1",
  "0",
  "99999999999999999999",
  "9".repeat(18),
  "'",
  "2026-13-45T99:99",
  "~~",
  "%ff",
  "é".repeat(80),
  "[]",
];

/** Every name that a page reads from its query, as far as the source tells. */
function queryNames(): string[] {
  const source = globSync("app/{http,routes}/**/*.{ts,tsx}")
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  const named = /\b([a-z]\w*): (?:queryField|z)\b|\b(?:get|getAll|has)\("([a-z]\w*)"\)/g;
  return [...new Set([...source.matchAll(named)].map(([, field, name]) => field ?? name ?? ""))];
}

test("whatever an address of the portal holds, its page does not fail", async ({ stack }) => {
  test.setTimeout(300_000);
  const cookie = await openAdminSession(stack);
  const names = queryNames();
  expect(names).toEqual(expect.arrayContaining(["result", "before", "order", "search", "event"]));
  const ids = await makeRows(stack);
  const pages = Object.values(routeTable).filter(({ isEndless, path }) => !isEndless && !path.startsWith("/api"));
  for (const { path } of pages) {
    for (const odd of ODD) {
      const query = new URLSearchParams(names.map((name): [string, string] => [name, odd]));
      const oddIds = Object.fromEntries(Object.keys(ids).map((name) => [name, odd]));
      for (const url of [fillPath(path.split("?")[0] ?? "", ids), fillPath(path.split("?")[0] ?? "", oddIds)]) {
        const response = await fetch(`${stack.portalUrl}${url}?${query}`, { redirect: "manual", headers: { cookie } });
        await response.arrayBuffer();
        expect(response.status, `${url} with ${odd}`).toBeLessThan(500);
      }
    }
  }
});

const NO_POSTS: Answers = { anonymous: 405, viewer: 405, listener: 405, operator: 405, admin: 405 };
const FOREIGN: Record<string, string>[] = [
  { origin: "https://elsewhere.example" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
];

/** Its status, or that it leads to the sign-in page. */
async function answerOf(response: Response): Promise<number | "sign-in"> {
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) await response.body?.cancel();
  else await response.arrayBuffer();
  return response.headers.get("location")?.startsWith("/sign-in?next=") ? "sign-in" : response.status;
}

/** The browser fetches what a page shows from `….data`: somebody who may not see the page gets nothing there either. */
async function expectSameOfData(
  row: Row,
  visitor: Visitor,
  url: string,
  ask: (init: RequestInit, at: string) => Promise<Response>,
) {
  const expected = row.get[visitor];
  if (!row.path.startsWith("/admin/super") || /csv|body|recording|zip|\/data/.test(row.path) || row.isEndless) return;
  const response = await ask({}, `${url.split("?")[0]}.data`);
  const body = await response.text();
  const what = `${url} .data as ${visitor}`;
  const isRedirect = expected === "sign-in" || expected === 302; // which is told in the body there, with 202
  expect(response.status, what).toBe(isRedirect ? 202 : expected);
  if (expected === "sign-in") expect(body, what).toMatch(/^\[.{0,200}"\/sign-in\?next=/);
}

/** A session of each role, opened again after `forget`. */
async function openSessions(stack: Stack, campaign: string): Promise<Sessions> {
  const admin = await openAdminSession(stack);
  const people = new Map<Visitor, Person>();
  for (const role of ROLES) {
    people.set(role, await addPerson(stack, admin, `${role}@example.com`, role, campaign));
  }
  const cookies = new Map<Visitor, string>();
  async function cookieOf(visitor: Visitor): Promise<string> {
    const person = people.get(visitor);
    const cookie = cookies.get(visitor) ?? (person ? await openSessionOf(stack, person) : "");
    cookies.set(visitor, cookie);
    return cookie;
  }
  return { cookieOf, forget: (visitor) => cookies.delete(visitor) };
}
